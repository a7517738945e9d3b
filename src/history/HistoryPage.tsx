import React, { useState } from 'react';
import { Alert, Stack } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { PageFrame } from '../ui/PageFrame';
import { CompareView } from './CompareView';
import { type Restored, restoredInWords } from './restored';
import { RevisionList } from './RevisionList';
import { RevisionView } from './RevisionView';

/** Every revision of the policy. What is looked at is in the URL: `?revision=12` one of them, `?from=9&to=12` two. */
export function HistoryPage() {
  const [params] = useSearchParams();
  const [restored, setRestored] = useState<Restored>();
  const [revision, from, to] = ['revision', 'from', 'to'].map((name) => numberOf(params.get(name)));
  const outcome = restored && restoredInWords(restored);
  return (
    <PageFrame page="history">
      <Stack direction="column" gap={2} alignItems="stretch">
        <div aria-live="polite">
          {outcome !== undefined && (
            <Alert
              severity="success"
              title={outcome.title}
              onRemove={() => setRestored(undefined)}
              bottomSpacing={0}
              data-testid={testIds.history.restored}
            >
              {outcome.text}
            </Alert>
          )}
        </div>
        {from !== undefined && to !== undefined ? (
          <CompareView key={`${from}-${to}`} from={from} to={to} />
        ) : revision !== undefined ? (
          <RevisionView key={revision} number={revision} onRestored={setRestored} />
        ) : params.has('revision') || params.has('from') ? (
          <Alert severity="info" title={t('history.noNumber', 'The link names no revision')} bottomSpacing={0}>
            {t('history.noNumberText', 'Revisions are numbered 1, 2, 3 …; choose one from the list.')}
          </Alert>
        ) : null}
        {(revision ?? from) === undefined && <RevisionList />}
      </Stack>
    </PageFrame>
  );
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^(0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : undefined;
}
