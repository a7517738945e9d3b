import React from 'react';
import { Combobox, Field, Input, Stack } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { useReach } from '../api/explain';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { QueryState } from '../ui/QueryState';
import { StatePanel } from '../ui/StatePanel';
import { useUrlText } from '../ui/useUrlText';
import { readSeries } from './querySelector';
import { ReachAnswer } from './ReachAnswer';

/** Who sees a tenant, or one of its series. */
export function ReachTab() {
  const { published } = useDraft();
  const [params, setParams] = useSearchParams();
  const [series, setSeries] = useUrlText('series');
  const tenant = params.get('tenant') ?? '';
  const asked = params.get('series') ?? '';
  const labels = asked === '' ? undefined : readSeries(asked);
  const unread = series.trim() !== '' && readSeries(series) === undefined;
  const query = useReach(tenant, labels, published.revision);
  return (
    <Stack direction="column" gap={3}>
      <Stack gap={2} wrap="wrap" alignItems="flex-start">
        <Field
          label={t('explain.reach.tenant', 'Tenant')}
          description={t('explain.reach.tenantAbout', 'Of the policy in force.')}
          htmlFor="explain-tenant"
          noMargin
        >
          <Combobox
            id="explain-tenant"
            width={36}
            placeholder={t('explain.reach.choose', 'Choose a tenant')}
            options={published.policy.tenants.map(({ name, title }) => ({
              value: name,
              label: name,
              description: title,
            }))}
            value={tenant === '' ? null : tenant}
            onChange={({ value }) =>
              setParams((now) => {
                const changed = new URLSearchParams(now);
                changed.set('tenant', value);
                return changed;
              })
            }
          />
        </Field>
        <Field
          label={t('explain.reach.series', 'Series')}
          description={t('explain.reach.seriesAbout', 'Optional: all labels of one series, as panels show them.')}
          htmlFor="explain-series"
          invalid={unread}
          error={
            unread
              ? t('explain.reach.seriesUnread', 'Write one series with all of its labels, such as {{example}}.', {
                  example: EXAMPLE,
                })
              : undefined
          }
          noMargin
        >
          <Input
            id="explain-series"
            width={60}
            value={series}
            placeholder={EXAMPLE}
            autoComplete="off"
            spellCheck={false}
            onChange={({ currentTarget }) => setSeries(currentTarget.value)}
          />
        </Field>
      </Stack>
      {tenant === '' ? (
        <StatePanel icon="users-alt" title={t('explain.reach.empty', 'Whose tenant shall be looked at?')}>
          {t(
            'explain.reach.emptyAbout',
            'Choose a tenant. You get everybody who came lately and sees it, and the mappings that lead there.'
          )}
        </StatePanel>
      ) : (
        <QueryState query={query} label={t('explain.reach.loading', 'Loading who sees the tenant')}>
          {(reached) => <ReachAnswer reached={reached} series={labels} />}
        </QueryState>
      )}
    </Stack>
  );
}

const EXAMPLE = 'up{job="checkout",team="dev"}';
