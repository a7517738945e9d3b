import React, { useId, useState } from 'react';
import { Alert, Button, Field, Modal, Stack, Text, TextArea } from '@grafana/ui';
import type { ApiError } from '../api/ApiError';
import { diagnose } from '../api/diagnose';
import { type Proposal, type ProposalDecision, useDecideProposal } from '../api/proposals';
import { t } from '../i18n/t';
import { MAX_COMMENT } from '../publish/maxComment';
import { MissedChangeList } from '../publish/MissedChangeList';
import { useReturnFocus } from '../ui/useReturnFocus';
import { type ProposalOutcome, proposalOutcome } from './proposalOutcome';

function wordsOf(decision: ProposalDecision): { title: string; confirm: string; says: string } {
  switch (decision) {
    case 'approve':
      return {
        title: t('proposals.approve.title', 'Approve this change?'),
        confirm: t('proposals.approve.confirm', 'Approve'),
        says: t('proposals.approve.says', 'It takes effect at once, for every query.'),
      };
    case 'reject':
      return {
        title: t('proposals.reject.title', 'Reject this change?'),
        confirm: t('proposals.reject.confirm', 'Reject'),
        says: t('proposals.reject.says', 'It does not take effect. Say why, for its author.'),
      };
    case 'withdraw':
      return {
        title: t('proposals.withdraw.title', 'Withdraw your change?'),
        confirm: t('proposals.withdraw.confirm', 'Withdraw'),
        says: t('proposals.withdraw.says', 'Nobody can approve it any more.'),
      };
  }
}

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
  const { title, confirm, says } = wordsOf(decision);
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
          <Text>
            {t('proposals.question', '“{{comment}}”, by {{author}}. {{says}}', {
              comment: proposal.comment,
              author: proposal.author.name,
              says,
            })}
          </Text>
          <Field
            label={t('proposals.comment.label', 'Comment')}
            description={t('proposals.comment.description', 'It stays with the change; may be empty.')}
            htmlFor={id}
            noMargin
          >
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
            {t('proposals.cancel', 'Cancel')}
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
      <Alert
        severity="warning"
        title={t('proposals.outdated.title', 'Another change was published since')}
        bottomSpacing={0}
      >
        <Stack direction="column" gap={1}>
          <span>
            {t(
              'proposals.outdated.text',
              'The proposal was made before that, so it cannot be approved any more. Its author has to make it again.'
            )}
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
