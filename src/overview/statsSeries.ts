import type { GrafanaTheme2 } from '@grafana/data';
import type { StatsDocument } from '@gatehouse/model/api';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { type ChartData, type ChartSeries, sumOf } from '../ui/chart/chartSeries';

/** As many have a colour of their own: more cannot be told apart. */
const MOST = 8;

interface Named {
  key: string;
  name: string;
  counts: readonly number[];
  href?: string;
}

/** All requests, refused ones included, by tenant. */
export function requestsByTenant(stats: StatsDocument, theme: GrafanaTheme2): ChartData {
  return chartOf(
    stats,
    theme,
    stats.tenants.map(({ tenant, allowed, refused }) => ({
      ...tenantName(tenant, 'allowed'),
      counts: allowed.map((count, place) => count + (refused[place] ?? 0)),
    })),
    totals(stats).all
  );
}

/** Refused requests by tenant, in the colours of `requestsByTenant`. */
export function refusalsByTenant(stats: StatsDocument, theme: GrafanaTheme2): ChartData {
  return chartOf(
    stats,
    theme,
    stats.tenants.map(({ tenant, refused }) => ({ ...tenantName(tenant, 'refused'), counts: refused })),
    totals(stats).refused
  );
}

/** Refused requests by the exact reason. */
export function refusalsByReason(stats: StatsDocument, theme: GrafanaTheme2): ChartData {
  return chartOf(
    stats,
    theme,
    stats.refused.map(({ reason, counts }) => ({
      key: reason,
      name: reason,
      counts,
      href: `${PATHS.activity}?${new URLSearchParams({ reason })}`,
    })),
    totals(stats).refused
  );
}

/** How many requests there were in each step. */
export function totals({ allowed, refused, times }: StatsDocument): { all: number[]; refused: number[] } {
  const ofRefused = times.map((_, place) => sumOf(refused.map(({ counts }) => counts[place] ?? 0)));
  return { all: ofRefused.map((count, place) => count + (allowed[place] ?? 0)), refused: ofRefused };
}

function tenantName(tenant: string, kind: 'allowed' | 'refused'): Omit<Named, 'counts'> {
  return tenant === ''
    ? { key: '', name: t('overview.chart.severalTenants', 'Several tenants, or none') }
    : { key: tenant, name: tenant, href: `${PATHS.activity}?${new URLSearchParams({ kind, tenant })}` };
}

/** The list comes with the most frequent first; the colours go by the name, so that they stay when the order changes. */
function chartOf(
  { times, stepSeconds }: StatsDocument,
  theme: GrafanaTheme2,
  named: readonly Named[],
  all: readonly number[]
): ChartData {
  const shown = named.slice(0, MOST);
  const palette = theme.visualization.palette.map((name) => theme.visualization.getColorByName(name));
  const order = shown.flatMap(({ key }) => (key === '' ? [] : key)).sort();
  const rest = all.map((count, place) => count - sumOf(shown.map(({ counts }) => counts[place] ?? 0)));
  const series: ChartSeries[] = shown.map((one) => ({
    ...one,
    color:
      one.key === ''
        ? theme.colors.text.secondary
        : (palette[order.indexOf(one.key) % palette.length] ?? theme.colors.primary.main),
  }));
  if (sumOf(rest) > 0) {
    series.push({
      key: ' rest',
      name: t('overview.chart.rest', 'All others'),
      counts: rest,
      color: theme.colors.text.disabled,
    });
  }
  return {
    times: times.map((time) => Date.parse(time)),
    step: stepSeconds * 1000,
    series: series.filter(({ counts }) => sumOf(counts) > 0),
  };
}
