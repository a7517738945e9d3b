import React from 'react';
import type { Policy } from '@gatehouse/model';
import { Alert, Stack } from '@grafana/ui';
import type { ApiError } from '../api/ApiError';
import { diagnose } from '../api/diagnose';
import { t } from '../i18n/t';
import { FindingList } from '../publish/FindingList';
import { MissedChangeList } from '../publish/MissedChangeList';

interface Props {
  error: ApiError;
  /** The policy that was to be brought back. */
  policy: Policy;
}

/** Why a revision was not restored, and what to do. */
export function RestoreFailure({ error, policy }: Props) {
  const changes = error.problem?.changes;
  if (error.code === 'revision-conflict') {
    return (
      <Alert severity="warning" title={t('publish.conflict.title', 'Somebody else published first')} bottomSpacing={0}>
        <Stack direction="column" gap={1}>
          {changes !== undefined && <MissedChangeList changes={changes} />}
          <span>
            {t(
              'history.restore.conflict',
              'Above you now see what restoring would change of that. Look again, then restore.'
            )}
          </span>
        </Stack>
      </Alert>
    );
  }
  if (error.problems.length > 0) {
    return (
      <FindingList
        severity="error"
        title={t('history.restore.invalid', 'Under today’s configuration the proxy does not accept this policy')}
        findings={error.problems}
        policy={policy}
      />
    );
  }
  const { title, whatToDo } = diagnose(error.answer);
  return (
    <Alert
      severity="error"
      title={t('history.restore.failed', 'Not restored: {{problem}}', { problem: title })}
      bottomSpacing={0}
    >
      {whatToDo}
    </Alert>
  );
}
