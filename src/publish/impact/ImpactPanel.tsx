import React from 'react';
import type { PolicyImpactDocument } from '@gatehouse/model/api';
import type { UseQueryResult } from '@tanstack/react-query';
import { Alert, Button, Spinner, Stack, Text } from '@grafana/ui';
import type { ApiError } from '../../api/ApiError';
import { diagnose } from '../../api/diagnose';
import { plural, t } from '../../i18n/t';
import { ImpactCounts } from './ImpactCounts';
import { ImpactGroups } from './ImpactGroups';

interface Props {
  /** False while the policy has problems: nothing can be told of it. */
  isTellable: boolean;
  query: Pick<UseQueryResult<PolicyImpactDocument, ApiError>, 'data' | 'error' | 'isFetching' | 'refetch'>;
}

/** Who gains and who loses by a change, of those who came lately. */
export function ImpactPanel({ isTellable, query: { data, error, isFetching, refetch } }: Props) {
  if (!isTellable) {
    return <Text color="secondary">{t('impact.broken', 'That can be told once what is wrong above is mended.')}</Text>;
  }
  if (data === undefined) {
    return error === null || isFetching ? (
      <div role="status">
        <Stack gap={1} alignItems="center">
          <Spinner />
          <Text color="secondary">
            {t(
              'impact.awaited',
              'Asking the proxy what this means for those who came lately. That may take some seconds; you need not wait for it.'
            )}
          </Text>
        </Stack>
      </div>
    ) : (
      <Alert
        severity="info"
        title={t('impact.failed', 'Who gains and loses cannot be told: {{problem}}', {
          problem: diagnose(error.answer).title,
        })}
        bottomSpacing={0}
      >
        <Stack direction="column" gap={1} alignItems="flex-start">
          <span>{diagnose(error.answer).whatToDo}</span>
          <Button size="sm" variant="secondary" icon="sync" onClick={() => void refetch()}>
            {t('impact.retry', 'Try again')}
          </Button>
        </Stack>
      </Alert>
    );
  }
  const { impact, complete } = data;
  if (impact.subjects === 0) {
    return (
      <Text color="secondary">
        {t(
          'impact.nobody',
          'Nobody has come through the proxy yet, so there is nobody of whom it could be told. It counts for all who will come.'
        )}
      </Text>
    );
  }
  return (
    <Stack direction="column" gap={2} alignItems="stretch">
      <ImpactCounts impact={impact} />
      <ImpactGroups impact={impact} />
      {impact.incomplete > 0 && (
        <Text color="secondary">
          {plural('impact.incomplete', impact.incomplete, {
            one: 'Of {{number}} who came, not all groups or claims are known: the change may mean something else for them.',
            other:
              'Of {{number}} who came, not all groups or claims are known: the change may mean something else for them.',
          })}
        </Text>
      )}
      {!complete && (
        <Text color="secondary">
          {plural('impact.notAll', impact.subjects, {
            one: 'More came lately than could be looked at; this is about {{number}} of them.',
            other: 'More came lately than could be looked at; this is about {{number}} of them.',
          })}
        </Text>
      )}
    </Stack>
  );
}
