import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, Text, useStyles2, useTheme2 } from '@grafana/ui';
import type { StatsDocument } from '@gatehouse/model/api';
import { numberText } from '../i18n/language';
import { t } from '../i18n/t';
import { sumOf } from '../ui/chart/chartSeries';
import { CountChart } from '../ui/chart/CountChart';
import { useUrlValue } from '../ui/useUrlValue';
import { RefusedMost } from './RefusedMost';
import { refusalsByReason, refusalsByTenant, requestsByTenant, totals } from './statsSeries';

/** Requests and refusals over time, and who was refused most. */
export function WhatHappened({ stats }: { stats: StatsDocument }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [by, setBy] = useUrlValue('by');
  const [tables, setTables] = useUrlValue('tables');
  const sums = totals(stats);
  const [all, refused] = [sumOf(sums.all), sumOf(sums.refused)];
  const asTable = { asTable: tables === '1', onAsTable: (on: boolean) => setTables(on ? '1' : '') };
  const byReason = by === 'reason';
  return (
    <div className={styles.content}>
      <dl className={styles.numbers}>
        <Total term={t('overview.total.requests', 'Requests')} value={numberText(all)} />
        <Total term={t('overview.total.refused', 'Refused')} value={numberText(refused)} />
        <Total
          term={t('overview.total.share', 'Share that was refused')}
          value={all === 0 ? '–' : t('overview.total.percent', '{{number}} %', { number: percent(refused / all) })}
        />
        <Total term={t('overview.total.tenants', 'Tenants asked for')} value={tenantsAsked(stats)} />
      </dl>
      <div className={styles.charts}>
        <CountChart
          title={t('overview.requests.title', 'Requests by tenant')}
          label={t('overview.requests.label', 'Requests by tenant: {{number}} in this time', {
            number: numberText(all),
          })}
          data={requestsByTenant(stats, theme)}
          nothing={t('overview.requests.nothing', 'Nobody asked for anything in this time.')}
          {...asTable}
        />
        <CountChart
          title={t('overview.refusals.title', 'Refusals')}
          label={t('overview.refusals.label', 'Refusals: {{number}} in this time', { number: numberText(refused) })}
          data={byReason ? refusalsByReason(stats, theme) : refusalsByTenant(stats, theme)}
          nothing={t('overview.refusals.nothing', 'Nothing was refused in this time.')}
          actions={
            <RadioButtonGroup
              size="sm"
              aria-label={t('overview.refusals.by', 'Refusals by')}
              value={byReason ? 'reason' : 'tenant'}
              options={[
                { value: 'tenant', label: t('overview.refusals.byTenant', 'By tenant') },
                { value: 'reason', label: t('overview.refusals.byReason', 'By reason') },
              ]}
              onChange={(value) => setBy(value === 'reason' ? value : '')}
            />
          }
          {...asTable}
        />
      </div>
      <RefusedMost people={stats.refusedSubjects} />
    </div>
  );
}

function Total({ term, value }: { term: string; value: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>
        <Text variant="h3" element="span">
          {value}
        </Text>
      </dd>
    </div>
  );
}

function tenantsAsked({ tenants }: StatsDocument): string {
  return numberText(tenants.filter(({ tenant }) => tenant !== '').length);
}

/** One place after the point where there is less than ten in a hundred. */
function percent(share: number): string {
  const whole = share * 100;
  return numberText(whole > 0 && whole < 10 ? Math.max(0.1, Math.round(whole * 10) / 10) : Math.round(whole));
}

const getStyles = (theme: GrafanaTheme2) => ({
  content: css({ display: 'grid', gap: theme.spacing(2) }),
  numbers: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 5), margin: 0 }),
  term: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
  value: css({ margin: 0, fontVariantNumeric: 'tabular-nums' }),
  charts: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${theme.spacing(56)}), 1fr))`,
    gap: theme.spacing(2),
  }),
});
