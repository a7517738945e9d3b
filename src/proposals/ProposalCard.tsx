import React, { useState } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, dateTimeFormatTimeAgo, type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Button, Icon, Stack, Text, useStyles2 } from '@grafana/ui';
import { type Proposal, type ProposalDecision, useProposalDetail } from '../api/proposals';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { DecisionModal } from './DecisionModal';
import { isOwnName } from './isOwnName';
import { TakeBackButton } from './TakeBackButton';
import { ProposalContent } from './ProposalContent';
import type { ProposalOutcome } from './proposalOutcome';

interface Props {
  proposal: Proposal;
  onOutcome: (outcome: ProposalOutcome) => void;
}

/** One change that waits: who made it, when and why, what it does, and what can be decided about it. */
export function ProposalCard({ proposal, onOutcome }: Props) {
  const styles = useStyles2(getStyles);
  // The read-only banner above says why nothing can be decided.
  const decidable = useDraft().readOnlyBecause === undefined;
  const detail = useProposalDetail(proposal);
  const [deciding, setDeciding] = useState<ProposalDecision>();
  const own = isOwnName(proposal.author.name, config.bootData.user);
  const { outdated } = proposal;
  const author = proposal.author.name;
  const says = own
    ? t('proposals.youPropose', 'You propose')
    : t('proposals.proposes', '{{author}} proposes', { author });
  // Nobody approves what they cannot see.
  const approvable = !outdated && detail.data?.problems.length === 0 && detail.data.diff !== null;
  return (
    <article
      className={styles.card}
      aria-label={t('proposals.label', 'Proposal of {{author}}', { author })}
      data-testid={testIds.proposals.proposal(proposal.id)}
    >
      <Stack gap={1} alignItems="center" wrap="wrap">
        <Icon name="clock-nine" />
        <Text weight="medium">{says}</Text>
        <Text>{t('proposals.quoted', '“{{comment}}”', { comment: proposal.comment })}</Text>
        <span className={styles.when} title={dateTimeFormat(proposal.createdAt)}>
          {t('proposals.when', '{{ago}}, on top of revision {{base}}', {
            ago: dateTimeFormatTimeAgo(proposal.createdAt),
            base: proposal.base,
          })}
        </span>
      </Stack>
      <ProposalContent
        label={
          own ? t('proposals.whatYou', 'What you propose') : t('proposals.what', 'What {{author}} proposes', { author })
        }
        detail={detail.data}
        failed={detail.isError}
        onRetry={() => void detail.refetch()}
      />
      {outdated && (
        <Text color="warning">
          {own
            ? t(
                'proposals.outdated.own',
                'Something else was published since, so it cannot be approved any more. Take it into your draft, propose it again on top of that, and withdraw this one.'
              )
            : t(
                'proposals.outdated.other',
                'Something else was published since, so it cannot be approved any more. Its author has to make the change again, or you take it into your draft.'
              )}
        </Text>
      )}
      {decidable && (
        <Stack gap={1} alignItems="center" wrap="wrap">
          {outdated && <TakeBackButton proposal={proposal} />}
          {own ? (
            <>
              <Button size="sm" variant="secondary" icon="times" onClick={() => setDeciding('withdraw')}>
                {t('proposals.withdraw.open', 'Withdraw…')}
              </Button>
              {!outdated && (
                <Text color="secondary">{t('proposals.awaits', 'Another administrator has to approve it.')}</Text>
              )}
            </>
          ) : (
            <>
              {approvable && (
                <Button size="sm" icon="check" onClick={() => setDeciding('approve')}>
                  {t('proposals.approve.open', 'Approve…')}
                </Button>
              )}
              <Button size="sm" variant="secondary" icon="times" onClick={() => setDeciding('reject')}>
                {t('proposals.reject.open', 'Reject…')}
              </Button>
            </>
          )}
        </Stack>
      )}
      {decidable && deciding !== undefined && (
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
