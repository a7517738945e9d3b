import type { ProposalDecision } from '../api/proposals';

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
          revision === null || revision === undefined ? 'The change is in force' : `Revision ${revision} is in force`,
        text: `You approved the change of ${author}. It holds for every query from now on.`,
      };
    case 'reject':
      return { title: 'The change is rejected', text: `What ${author} proposed does not take effect.` };
    case 'withdraw':
      return {
        title: 'Your change is withdrawn',
        text: 'It does not take effect, and nobody can approve it any more.',
      };
  }
}
