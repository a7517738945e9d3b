import type { ProposalDecision } from '../api/proposals';
import { t } from '../i18n/t';

/** What came of a decision, for people. */
export interface ProposalOutcome {
  title: string;
  text: string;
}

/** @param revision the one that an approval made */
export function proposalOutcome(
  decision: ProposalDecision,
  author: string,
  revision: number | null | undefined
): ProposalOutcome {
  switch (decision) {
    case 'approve':
      return {
        title:
          revision === null || revision === undefined
            ? t('proposals.approved.title', 'The change is in force')
            : t('proposals.approved.revision', 'Revision {{revision}} is in force', { revision }),
        text: t(
          'proposals.approved.text',
          'You approved the change of {{author}}. It holds for every query from now on.',
          {
            author,
          }
        ),
      };
    case 'reject':
      return {
        title: t('proposals.rejected.title', 'The change is rejected'),
        text: t('proposals.rejected.text', 'What {{author}} proposed does not take effect.', { author }),
      };
    case 'withdraw':
      return {
        title: t('proposals.withdrawn.title', 'Your change is withdrawn'),
        text: t('proposals.withdrawn.text', 'It does not take effect, and nobody can approve it any more.'),
      };
  }
}
