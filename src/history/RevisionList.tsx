import React, { useState } from 'react';
import { Button, Stack, Text } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { useRevisions } from '../api/revisions';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { PageButton } from '../ui/PageButton';
import { QueryState } from '../ui/QueryState';
import { StatePanel } from '../ui/StatePanel';
import { RevisionTable } from './RevisionTable';

/** The history, the newest revision first, and the way to compare two of them. */
export function RevisionList() {
  const revisions = useRevisions();
  const [, setParams] = useSearchParams();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [from, to] = [...chosen].sort((a, b) => a - b);
  return (
    <QueryState query={revisions} label={t('history.loading', 'Loading the history')}>
      {(all) =>
        all.length === 0 ? (
          <StatePanel
            icon="history"
            title={t('history.empty.title', 'Nothing was published yet')}
            testId={testIds.states.empty}
            actions={<PageButton to={PATHS.mappings}>{t('history.empty.open', 'Open the mappings')}</PageButton>}
          >
            {t(
              'history.empty.text',
              'Every change of the policy that takes effect becomes a revision here, with who made it and why.'
            )}
          </StatePanel>
        ) : (
          <Stack direction="column" gap={2} alignItems="stretch">
            <Stack gap={1} alignItems="center" wrap="wrap">
              <Button
                variant="secondary"
                icon="code-branch"
                disabled={from === undefined || to === undefined}
                onClick={() => setParams({ from: String(from), to: String(to) })}
              >
                {from === undefined || to === undefined
                  ? t('history.compare', 'Compare')
                  : t('history.compareThese', 'Compare {{from}} and {{to}}', { from, to })}
              </Button>
              {to === undefined && (
                <Text color="secondary">{t('history.chooseTwo', 'Choose two revisions to compare them.')}</Text>
              )}
            </Stack>
            <RevisionTable
              revisions={all}
              chosen={chosen}
              onChoose={(number, isChosen) =>
                // The third choice takes the place of the first.
                setChosen(isChosen ? [...chosen, number].slice(-2) : chosen.filter((one) => one !== number))
              }
            />
            {revisions.hasNextPage && (
              <div>
                <Button
                  variant="secondary"
                  icon={revisions.isFetchingNextPage ? 'spinner' : 'angle-down'}
                  disabled={revisions.isFetchingNextPage}
                  onClick={() => void revisions.fetchNextPage()}
                >
                  {t('history.older', 'Show older revisions')}
                </Button>
              </div>
            )}
            {revisions.isFetchNextPageError && (
              <span role="alert">{t('history.olderFailed', 'Older revisions could not be read; try again.')}</span>
            )}
          </Stack>
        )
      }
    </QueryState>
  );
}
