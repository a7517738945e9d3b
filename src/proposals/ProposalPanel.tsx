import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Text, useStyles2 } from '@grafana/ui';
import { diagnose } from '../api/diagnose';
import { useProposals } from '../api/proposals';
import { useDraft } from '../draft/DraftProvider';
import { testIds } from '../testIds';
import { count } from '../ui/count';
import { ProposalCard } from './ProposalCard';
import type { ProposalOutcome } from './proposalOutcome';

/** Changes that wait for a second person, and what came of the last decision; nothing when there is neither. */
export function ProposalPanel() {
  const styles = useStyles2(getStyles);
  const { published } = useDraft();
  const [outcome, setOutcome] = useState<ProposalOutcome>();
  const needsApproval = published.policy.settings.approvals > 0;
  const { data: proposals = [], error, isFetching, refetch } = useProposals(needsApproval);
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
          title={`Proposals cannot be shown: ${diagnose(error.answer).title}`}
          bottomSpacing={0}
        >
          <Button size="sm" variant="secondary" icon="sync" disabled={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </Alert>
      )}
      {proposals.length > 0 && (
        <section aria-label="Proposals" className={styles.list} data-testid={testIds.proposals.list}>
          <Text element="h3" variant="h5">
            {`${count(proposals.length, 'change')} ${proposals.length === 1 ? 'waits' : 'wait'} for approval`}
          </Text>
          {proposals.map((proposal) => (
            <ProposalCard key={proposal.id} proposal={proposal} onOutcome={setOutcome} />
          ))}
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
