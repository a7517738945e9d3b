import React from 'react';
import { Button, Text } from '@grafana/ui';
import { diagnose } from '../api/diagnose';
import { type Proposal, useProposedPolicy } from '../api/proposals';
import { draftBetween } from '../draft/draftBetween';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';

/** Makes a draft of what was proposed, on top of what is in force now: the way on when it cannot be approved any more. */
export function TakeBackButton({ proposal }: { proposal: Proposal }) {
  const { dispatch } = useDraft();
  const proposed = useProposedPolicy();
  return (
    <>
      <Button
        size="sm"
        icon={proposed.isPending ? 'spinner' : 'pen'}
        disabled={proposed.isPending}
        onClick={() =>
          proposed.mutate(proposal, {
            onSuccess: ({ before, after }) =>
              dispatch({
                type: 'take-over',
                draft: draftBetween(before, proposal.base, after),
                text: t('proposals.takenBack', 'Your draft is now what {{author}} proposed', {
                  author: proposal.author.name,
                }),
              }),
          })
        }
      >
        {t('proposals.takeBack', 'Take it into my draft')}
      </Button>
      {proposed.error !== null && (
        <span role="alert">
          <Text color="error">{diagnose(proposed.error.answer).title}</Text>
        </span>
      )}
    </>
  );
}
