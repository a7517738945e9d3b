import React from 'react';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import type { Change, Conflict, ItemKind } from '../draft/draft';
import { useDraft } from '../draft/DraftProvider';
import { testIds } from '../testIds';
import { sentence } from '../ui/sentence';
import { type ChangeInWords, mappingChangeInWords, settingChangeInWords, tenantChangeInWords } from './changesInWords';

/** Where somebody else published another change of the same tenant, mapping or setting: what both did, and whose shall hold. */
export function ConflictList() {
  const { draft, published } = useDraft();
  const all = [
    ...draft.settings.conflicts.map((conflict, position) =>
      inWords('settings', conflict, position, settingChangeInWords)
    ),
    ...draft.tenants.conflicts.map((conflict, position) => inWords('tenants', conflict, position, tenantChangeInWords)),
    ...draft.mappings.conflicts.map((conflict, position) =>
      inWords('mappings', conflict, position, mappingChangeInWords)
    ),
  ];
  if (all.length === 0) {
    return null;
  }
  return (
    <Alert
      severity="warning"
      title={`Revision ${published.revision} changed what you changed, too`}
      data-testid={testIds.draft.conflicts}
    >
      <Stack direction="column" gap={2}>
        <Text>Your other changes are kept. Decide for each of these before you publish.</Text>
        {all.map((one) => (
          <ConflictEntry key={`${one.kind}-${one.mine.name}`} {...one} />
        ))}
      </Stack>
    </Alert>
  );
}

interface ConflictInWords {
  kind: ItemKind;
  position: number;
  mine: ChangeInWords;
  theirs: ChangeInWords;
}

function inWords<Item>(
  kind: ItemKind,
  { mine, theirs }: Conflict<Item>,
  position: number,
  words: (change: Change<Item>) => ChangeInWords
): ConflictInWords {
  return { kind, position, mine: words(mine), theirs: words({ before: mine.before, after: theirs }) };
}

function ConflictEntry({ kind, position, mine, theirs }: ConflictInWords) {
  const { dispatch } = useDraft();
  const what = `${mine.noun} ${mine.name}`;
  const resolve = (keep: 'mine' | 'theirs') =>
    dispatch({
      type: 'resolve',
      kind,
      position,
      keep,
      text: keep === 'mine' ? `Your change of ${what} is kept` : `The published ${what} is kept`,
    });
  return (
    <Stack direction="column" gap={1}>
      <Text element="h4" variant="body" weight="medium">
        {sentence(what).replace(/\.$/, '')}
      </Text>
      <ul>
        <li>{`You: ${sideInWords(mine)}`}</li>
        <li>{`They: ${sideInWords(theirs)}`}</li>
      </ul>
      <Stack gap={1}>
        <Button size="sm" variant="secondary" onClick={() => resolve('mine')} aria-label={`Keep mine: ${what}`}>
          Keep mine
        </Button>
        <Button size="sm" variant="secondary" onClick={() => resolve('theirs')} aria-label={`Keep theirs: ${what}`}>
          Keep theirs
        </Button>
      </Stack>
    </Stack>
  );
}

function sideInWords({ verb, lines }: ChangeInWords): string {
  const did = { Add: 'added it', Change: 'changed it', Remove: 'removed it' }[verb];
  return lines.length === 0 ? did : `${did} (${lines.join('; ')})`;
}
