import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Text, useStyles2 } from '@grafana/ui';
import { diagnose } from '../api/diagnose';
import { useProposals } from '../api/proposals';
import { useDraft } from '../draft/DraftProvider';
import { plural, t } from '../i18n/t';
import { testIds } from '../testIds';
import { ProposalCard } from './ProposalCard';
import type { ProposalOutcome } from './proposalOutcome';

/** What each one changes is asked for when it is shown: all at once would keep the proxy busy. */
const PAGE = 10;

/** Changes that wait for a second person, and what came of the last decision; nothing when there is neither. */
export function ProposalPanel() {
  const styles = useStyles2(getStyles);
  const { published } = useDraft();
  const [outcome, setOutcome] = useState<ProposalOutcome>();
  const [shown, setShown] = useState(PAGE);
  const needsApproval = published.policy.settings.approvals > 0;
  const { data: proposals = [], error, isFetching, refetch } = useProposals(needsApproval);
  const more = proposals.length - shown;
  return (
    <div className={styles.panel}>
      <div aria-live="polite">
        {outcome !== undefined && (
          <Alert
            severity="success"
            title={outcome.title}
            onRemove={() => setOutcome(undefined)}
            bottomSpacing={0}
            data-testid={testIds.proposals.outcome}
          >
            {outcome.text}
          </Alert>
        )}
      </div>
      {error !== null && needsApproval && (
        <Alert
          severity="warning"
          title={t('proposals.failed', 'Proposals cannot be shown: {{problem}}', {
            problem: diagnose(error.answer).title,
          })}
          bottomSpacing={0}
        >
          <Button size="sm" variant="secondary" icon="sync" disabled={isFetching} onClick={() => void refetch()}>
            {t('proposals.retry', 'Try again')}
          </Button>
        </Alert>
      )}
      {proposals.length > 0 && (
        <section
          aria-label={t('proposals.list', 'Proposals')}
          className={styles.list}
          data-testid={testIds.proposals.list}
        >
          <Text element="h2" variant="h5">
            {plural('proposals.count', proposals.length, {
              one: '{{number}} change waits for approval',
              other: '{{number}} changes wait for approval',
            })}
          </Text>
          {proposals.slice(0, shown).map((proposal) => (
            <ProposalCard key={proposal.id} proposal={proposal} onOutcome={setOutcome} />
          ))}
          {more > 0 && (
            <div>
              <Button size="sm" variant="secondary" onClick={() => setShown(shown + PAGE)}>
                {plural('proposals.showMore', Math.min(more, PAGE), {
                  one: 'Show {{number}} more proposal',
                  other: 'Show {{number}} more proposals',
                })}
              </Button>
            </div>
          )}
        </section>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // What is not there takes no room.
  panel: css({ '& > :not(:empty)': { marginBottom: theme.spacing(3) } }),
  list: css({ display: 'grid', gap: theme.spacing(1) }),
});
