import React, { useState } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, dateTimeFormatTimeAgo, type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Button, Icon, Stack, Text, useStyles2 } from '@grafana/ui';
import { type Proposal, type ProposalDecision, useProposalDiff } from '../api/proposals';
import { useDraft } from '../draft/DraftProvider';
import { WordList } from '../publish/WordList';
import { testIds } from '../testIds';
import { LoadingRows } from '../ui/LoadingRows';
import { DecisionModal } from './DecisionModal';
import { isOwnName } from './isOwnName';
import type { ProposalOutcome } from './proposalOutcome';

interface Props {
  proposal: Proposal;
  onOutcome: (outcome: ProposalOutcome) => void;
}

/** One change that waits: who made it, when and why, what it does, and what can be decided about it. */
export function ProposalCard({ proposal, onOutcome }: Props) {
  const styles = useStyles2(getStyles);
  const { published } = useDraft();
  const { data, isError, refetch } = useProposalDiff(proposal.id);
  const [deciding, setDeciding] = useState<ProposalDecision>();
  const own = isOwnName(proposal.author.name, config.bootData.user);
  const outdated = proposal.base < published.revision;
  return (
    <article
      className={styles.card}
      aria-label={`Proposal of ${proposal.author.name}`}
      data-testid={testIds.proposals.proposal(proposal.id)}
    >
      <Stack gap={1} alignItems="center" wrap="wrap">
        <Icon name="clock-nine" />
        <Text weight="medium">{own ? 'You propose' : `${proposal.author.name} proposes`}</Text>
        <Text>{`“${proposal.comment}”`}</Text>
        <span className={styles.when} title={dateTimeFormat(proposal.createdAt)}>
          {`${dateTimeFormatTimeAgo(proposal.createdAt)}, on top of revision ${proposal.base}`}
        </span>
      </Stack>
      {isError ? (
        <Stack gap={1} alignItems="center">
          <Text color="secondary">What it changes could not be read.</Text>
          <Button size="sm" variant="secondary" fill="text" onClick={() => void refetch()}>
            Try again
          </Button>
        </Stack>
      ) : data === undefined ? (
        <LoadingRows label="Reading what it changes" rows={1} />
      ) : data.diff === null || data.diff === undefined ? (
        <Text color="secondary">What it changes cannot be told any more.</Text>
      ) : (
        <WordList label={`What ${own ? 'your proposal' : proposal.author.name} changes`} diff={data.diff} />
      )}
      {outdated && (
        <Text color="warning">
          {`Revision ${published.revision} was published since, so it cannot be approved any more. ${
            own ? 'Withdraw it, and make the change again.' : 'Its author has to make the change again.'
          }`}
        </Text>
      )}
      <Stack gap={1} alignItems="center" wrap="wrap">
        {own ? (
          <>
            <Button size="sm" variant="secondary" icon="times" onClick={() => setDeciding('withdraw')}>
              Withdraw…
            </Button>
            {!outdated && <Text color="secondary">Another administrator has to approve it.</Text>}
          </>
        ) : (
          <>
            {!outdated && data !== undefined && (
              <Button size="sm" icon="check" onClick={() => setDeciding('approve')}>
                Approve…
              </Button>
            )}
            <Button size="sm" variant="secondary" icon="times" onClick={() => setDeciding('reject')}>
              Reject…
            </Button>
          </>
        )}
      </Stack>
      {deciding !== undefined && (
        <DecisionModal
          proposal={proposal}
          decision={deciding}
          onClose={() => setDeciding(undefined)}
          onOutcome={onOutcome}
        />
      )}
    </article>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'grid',
    gap: theme.spacing(1.5),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderLeft: `3px solid ${theme.colors.info.border}`,
    borderRadius: theme.shape.radius.default,
    overflowWrap: 'anywhere',
  }),
  when: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
