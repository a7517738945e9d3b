import React from 'react';
import { Spinner, Stack, Text } from '@grafana/ui';
import { type ExplainedRequest, type Question, useSeriesCount } from '../api/explain';
import { plural, t } from '../i18n/t';
import { FilterList } from './FilterList';
import { narrowed, readSelector } from './querySelector';

type Allowed = Extract<ExplainedRequest['explanation']['decision'], { allowed: true }>;

interface Props {
  decision: Allowed;
  question: Question;
  /** False where the admin token may not see what tenants hold. */
  able: boolean;
}

/** As many filters are counted, one by one. */
const COUNTED = 10;

/** How many series they would get: those that the decision lets through and, where that can be told, the query asks for. */
export function SeriesCounts({ decision, question, able }: Props) {
  const { query = '', 'match[]': match = '' } = question.parameters;
  const asked = query === '' ? match : query;
  const selector = readSelector(asked);
  const places = decision.tenants.flatMap(({ tenant, filters }) =>
    (filters ?? [undefined]).map((filter) => ({ tenant, filter, mimir: 'org' in tenant }))
  );
  if (!able) {
    return (
      <Text color="secondary">
        {t('explain.count.unable', 'Counting series needs an admin token with the role editor or admin.')}
      </Text>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      {places.slice(0, COUNTED).map(({ tenant, filter, mimir }) => (
        <Count
          key={`${tenant.name} ${filter ?? ''}`}
          backend={decision.backend}
          tenant={tenant.name}
          filter={filter}
          asked={mimir ? undefined : narrowed(selector, filter)}
        />
      ))}
      <Text color="secondary" variant="bodySmall">
        {[
          selector === undefined || places.some(({ mimir }) => mimir)
            ? t(
                'explain.count.all',
                'Counted is everything that the filters let through, whatever the query asks of it.'
              )
            : t('explain.count.query', 'Counted is what the query names and the filters let through.'),
          t('explain.count.recent', 'Only series with a sample in the last five minutes count.'),
          ...(places.length > decision.tenants.length
            ? [t('explain.count.overlap', 'A series that matches several filters is counted with each, and seen once.')]
            : []),
          ...(places.length > COUNTED ? [t('explain.count.more', 'More filters are not counted here.')] : []),
        ].join(' ')}
      </Text>
    </Stack>
  );
}

interface CountProps {
  backend: string;
  tenant: string;
  filter: string | undefined;
  /** What is counted: the filter, narrowed to what the query asks for. */
  asked: string | undefined;
}

function Count({ backend, tenant, filter, asked }: CountProps) {
  const { data, error } = useSeriesCount(backend, tenant, asked, true);
  return (
    <Stack gap={1} alignItems="center" wrap="wrap">
      <Text weight="medium">{tenant}</Text>
      <FilterList filters={filter === undefined ? undefined : [filter]} />
      <span role="status">
        {data !== undefined ? (
          plural('explain.count.series', data, { one: '{{number}} series', other: '{{number}} series' })
        ) : error === null ? (
          <Spinner inline />
        ) : (
          <Text color="secondary">
            {error.code === 'not-found'
              ? t('explain.count.unpublished', 'cannot be counted before the tenant is published')
              : t('explain.count.failed', 'cannot be counted: {{why}}', { why: error.message })}
          </Text>
        )}
      </span>
    </Stack>
  );
}
