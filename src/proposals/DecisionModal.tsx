import React, { useId, useState } from 'react';
import { Alert, Button, Field, Modal, Stack, Text, TextArea } from '@grafana/ui';
import type { ApiError } from '../api/ApiError';
import { diagnose } from '../api/diagnose';
import { type Proposal, type ProposalDecision, useDecideProposal } from '../api/proposals';
import { MissedChangeList } from '../publish/MissedChangeList';
import { useReturnFocus } from '../ui/useReturnFocus';
import { type ProposalOutcome, proposalOutcome } from './proposalOutcome';

const MAX_COMMENT = 500;

const WORDS = {
  approve: { title: 'Approve this change?', confirm: 'Approve', says: 'It takes effect at once, for every query.' },
  reject: {
    title: 'Reject this change?',
    confirm: 'Reject',
    says: 'It does not take effect. Say why, for its author.',
  },
  withdraw: { title: 'Withdraw your change?', confirm: 'Withdraw', says: 'Nobody can approve it any more.' },
} as const;

interface Props {
  proposal: Proposal;
  decision: ProposalDecision;
  onClose: () => void;
  onOutcome: (outcome: ProposalOutcome) => void;
}

/** Asks before a decision about a proposal, and says why it was refused. */
export function DecisionModal({ proposal, decision, onClose, onOutcome }: Props) {
  const id = useId();
  useReturnFocus();
  const [comment, setComment] = useState('');
  const decide = useDecideProposal();
  const { title, confirm, says } = WORDS[decision];
  return (
    <Modal isOpen title={title} onDismiss={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate(
            { proposal, decision, comment: comment.trim() },
            {
              onSuccess: ({ revision }) => {
                onOutcome(proposalOutcome(decision, proposal.author.name, revision));
                onClose();
              },
            }
          );
        }}
      >
        <Stack direction="column" gap={2} alignItems="stretch">
          <Text>{`“${proposal.comment}”, by ${proposal.author.name}. ${says}`}</Text>
          <Field label="Comment" description="It stays with the change; may be empty." htmlFor={id} noMargin>
            <TextArea
              id={id}
              rows={2}
              maxLength={MAX_COMMENT}
              value={comment}
              onChange={({ currentTarget }) => setComment(currentTarget.value)}
            />
          </Field>
          {decide.error !== null && <DecisionFailure error={decide.error} />}
        </Stack>
        <Modal.ButtonRow>
          <Button variant="secondary" fill="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant={decision === 'approve' ? 'primary' : 'destructive'}
            icon={decide.isPending ? 'spinner' : undefined}
            disabled={decide.isPending}
          >
            {confirm}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}

function DecisionFailure({ error }: { error: ApiError }) {
  const changes = error.problem?.changes;
  if (error.code === 'revision-conflict') {
    return (
      <Alert severity="warning" title="Another change was published since" bottomSpacing={0}>
        <Stack direction="column" gap={1}>
          <span>
            The proposal was made before that, so it cannot be approved any more. Its author has to make it again.
          </span>
          {changes !== undefined && <MissedChangeList changes={changes} />}
        </Stack>
      </Alert>
    );
  }
  const { title, whatToDo } = diagnose(error.answer);
  return (
    <Alert severity="error" title={title} bottomSpacing={0}>
      {whatToDo}
    </Alert>
  );
}
