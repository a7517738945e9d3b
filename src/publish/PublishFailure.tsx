import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import type { Policy } from '@gatehouse/model';
import { Alert, Button, Stack } from '@grafana/ui';
import type { ApiError } from '../api/ApiError';
import { diagnose } from '../api/diagnose';
import { useReloadPolicy } from '../api/policy';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { FindingList } from './FindingList';
import { MissedChangeList } from './MissedChangeList';

interface Props {
  error: ApiError;
  /** The policy that was sent. */
  policy: Policy;
  /** What somebody else published is there now, below the draft. */
  onLoaded: () => void;
}

/** Why publishing failed, and the way on. The draft is kept whatever happened. */
export function PublishFailure({ error, policy, onLoaded }: Props) {
  if (error.code === 'revision-conflict') {
    return <RevisionConflict error={error} onLoaded={onLoaded} />;
  }
  if (error.problems.length > 0) {
    return (
      <FindingList
        severity="error"
        title={t('publish.failure.invalid', 'The proxy does not accept this policy')}
        findings={error.problems}
        policy={policy}
        isLinked
      />
    );
  }
  const { title, whatToDo } = diagnose(error.answer);
  return (
    <Alert
      severity="error"
      title={t('publish.failure.title', 'Not published: {{problem}}', { problem: title })}
      bottomSpacing={0}
    >
      {t('publish.failure.kept', '{{whatToDo}} Your changes are kept.', { whatToDo })}
    </Alert>
  );
}

function RevisionConflict({ error, onLoaded }: Pick<Props, 'error' | 'onLoaded'>) {
  const reload = useReloadPolicy();
  const changes = error.problem?.changes;
  return (
    <Alert
      severity="warning"
      title={t('publish.conflict.title', 'Somebody else published first')}
      bottomSpacing={0}
      data-testid={testIds.publish.conflict}
    >
      <Stack direction="column" gap={1} alignItems="flex-start">
        {changes === undefined || changes.revisions.length === 0 ? (
          <span>{conflictInWords(error)}</span>
        ) : (
          <MissedChangeList changes={changes} />
        )}
        <span>
          {t(
            'publish.conflict.way',
            'Your changes can go on top of it. Where both of you changed the same, you will be asked.'
          )}
        </span>
        <Button
          variant="secondary"
          icon={reload.isPending ? 'spinner' : 'download-alt'}
          disabled={reload.isPending}
          onClick={() => reload.mutate(undefined, { onSuccess: onLoaded })}
        >
          {t('publish.conflict.load', 'Load theirs and keep my changes')}
        </Button>
        {reload.isError && <span role="alert">{t('publish.conflict.loadFailed', 'Loading failed; try again.')}</span>}
      </Stack>
    </Alert>
  );
}

/** What is known when the proxy does not list what was missed. */
function conflictInWords({ problem }: ApiError): string {
  const { revision = '', author = '', createdAt, comment = '' } = problem ?? {};
  const who = author === '' ? t('missed.somebody', 'Somebody else') : author;
  const values = { who, number: revision, comment };
  if (createdAt === undefined) {
    return comment === ''
      ? t('publish.conflict.revision', '{{who}} published revision {{number}}.', values)
      : t('publish.conflict.revisionWhy', '{{who}} published revision {{number}}: “{{comment}}”.', values);
  }
  const dated = { ...values, when: dateTimeFormat(createdAt) };
  return comment === ''
    ? t('publish.conflict.dated', '{{who}} published revision {{number}} on {{when}}.', dated)
    : t('publish.conflict.datedWhy', '{{who}} published revision {{number}} on {{when}}: “{{comment}}”.', dated);
}
