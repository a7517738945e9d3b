import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import type { Policy } from '@gatehouse/model';
import { Alert, Button, Stack } from '@grafana/ui';
import type { ApiError } from '../api/ApiError';
import { diagnose } from '../api/diagnose';
import { useReloadPolicy } from '../api/policy';
import { testIds } from '../testIds';
import { FindingList } from './FindingList';
import { MissedChangeList } from './MissedChangeList';

interface Props {
  error: ApiError;
  /** The policy that was sent. */
  policy: Policy;
  onClose: () => void;
}

/** Why publishing failed, and the way on. The draft is kept whatever happened. */
export function PublishFailure({ error, policy, onClose }: Props) {
  if (error.code === 'revision-conflict') {
    return <RevisionConflict error={error} onClose={onClose} />;
  }
  if (error.problems.length > 0) {
    return (
      <FindingList
        severity="error"
        title="The proxy does not accept this policy"
        findings={error.problems}
        policy={policy}
      />
    );
  }
  const { title, whatToDo } = diagnose(error.answer);
  return (
    <Alert severity="error" title={`Not published: ${title}`} bottomSpacing={0}>
      {`${whatToDo} Your changes are kept.`}
    </Alert>
  );
}

function RevisionConflict({ error, onClose }: { error: ApiError; onClose: () => void }) {
  const reload = useReloadPolicy();
  const { revision, author, createdAt, comment, changes } = error.problem ?? {};
  const who = author === undefined || author === '' ? 'Somebody else' : author;
  const when = createdAt === undefined ? '' : ` on ${dateTimeFormat(createdAt)}`;
  return (
    <Alert
      severity="warning"
      title="Somebody else published first"
      bottomSpacing={0}
      data-testid={testIds.publish.conflict}
    >
      <Stack direction="column" gap={1} alignItems="flex-start">
        {changes === undefined || changes.revisions.length === 0 ? (
          <span>
            {`${who} published revision ${revision ?? ''}${when}${comment === undefined || comment === '' ? '' : `: “${comment}”`}.`}
          </span>
        ) : (
          <MissedChangeList changes={changes} />
        )}
        <span>Your changes can go on top of it. Where both of you changed the same, you will be asked.</span>
        <Button
          variant="secondary"
          icon={reload.isPending ? 'spinner' : 'download-alt'}
          disabled={reload.isPending}
          onClick={() => reload.mutate(undefined, { onSuccess: onClose })}
        >
          Load theirs and keep my changes
        </Button>
        {reload.isError && <span role="alert">Loading failed; try again.</span>}
      </Stack>
    </Alert>
  );
}
