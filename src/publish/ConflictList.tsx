import React from 'react';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { sentence } from '../ui/sentence';
import { type ConflictInWords, conflictsInWords } from './conflictInWords';

/** Where somebody else published another change of the same tenant, mapping or setting: what both did, and whose shall hold. */
export function ConflictList() {
  const { draft, published } = useDraft();
  const all = conflictsInWords(draft);
  if (all.length === 0) {
    return null;
  }
  return (
    <Alert
      severity="warning"
      title={t('conflict.title', 'Revision {{revision}} changed what you changed, too', {
        revision: published.revision,
      })}
      data-testid={testIds.draft.conflicts}
    >
      <Stack direction="column" gap={2}>
        <Text>{t('conflict.way', 'Your other changes are kept. Decide for each of these before you publish.')}</Text>
        {all.map((one) => (
          <ConflictEntry key={`${one.kind}-${one.what}`} {...one} />
        ))}
      </Stack>
    </Alert>
  );
}

function ConflictEntry({ kind, position, what, mine, theirs }: ConflictInWords) {
  const { dispatch } = useDraft();
  const resolve = (keep: 'mine' | 'theirs') =>
    dispatch({
      type: 'resolve',
      kind,
      position,
      keep,
      text:
        keep === 'mine'
          ? t('conflict.keptMine', 'Your change of {{what}} is kept', { what })
          : t('conflict.keptTheirs', 'The published {{what}} is kept', { what }),
    });
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="body" weight="medium">
        {sentence(what).replace(/\.$/, '')}
      </Text>
      <ul>
        <li>{t('conflict.you', 'You: {{did}}', { did: mine })}</li>
        <li>{t('conflict.they', 'They: {{did}}', { did: theirs })}</li>
      </ul>
      <Stack gap={1}>
        <Button
          size="sm"
          variant="secondary"
          onClick={() => resolve('mine')}
          aria-label={t('conflict.keepMineOf', 'Keep mine: {{what}}', { what })}
        >
          {t('conflict.keepMine', 'Keep mine')}
        </Button>
        <Button
          size="sm"
          variant="secondary"
          onClick={() => resolve('theirs')}
          aria-label={t('conflict.keepTheirsOf', 'Keep theirs: {{what}}', { what })}
        >
          {t('conflict.keepTheirs', 'Keep theirs')}
        </Button>
      </Stack>
    </Stack>
  );
}
