import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import type { Series } from './runQuery';

/** Series and values of an instant query, one row each, in the order of their labels. */
export function SeriesTable({ series }: { series: readonly Series[] }) {
  const styles = useStyles2(getStyles);
  const rows = series.map(({ labels, value }) => ({ name: printLabels(labels), value: Number(value) }));
  rows.sort((a, b) => a.name.localeCompare(b.name));
  return (
    <table className={styles.table} data-testid="explore-table">
      <caption>
        {series.length} series, as {config.bootData.user.email} sees them
      </caption>
      <thead>
        <tr>
          <th scope="col">Series</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, value }) => (
          <tr key={name}>
            <td>{name}</td>
            <td>{value.toLocaleString('en-US')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function printLabels(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).filter(([name]) => name !== '__name__');
  return `${labels.__name__ ?? ''}{${pairs.map(([name, value]) => `${name}="${value}"`).join(', ')}}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    caption: { captionSide: 'top', color: theme.colors.text.secondary, padding: theme.spacing(1, 0) },
    th: { textAlign: 'left', color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightMedium },
    'th, td': { padding: theme.spacing(1), borderBottom: `1px solid ${theme.colors.border.weak}` },
    'td:first-child': { fontFamily: theme.typography.fontFamilyMonospace },
    'th:last-child, td:last-child': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  }),
});
