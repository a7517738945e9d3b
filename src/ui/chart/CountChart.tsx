import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, Text, useStyles2 } from '@grafana/ui';
import { t } from '../../i18n/t';
import { ChartLegend } from './ChartLegend';
import { type ChartData, sumOf } from './chartSeries';
import { ChartTable } from './ChartTable';
import { StackedBars } from './StackedBars';

interface Props {
  title: string;
  /** The title with its most important number, for screen readers. */
  label: string;
  data: ChartData;
  /** Shows the numbers instead of the bars. */
  asTable: boolean;
  onAsTable: (asTable: boolean) => void;
  /** What is said when there is nothing to show. */
  nothing: string;
  /** At the right of the title. */
  actions?: ReactNode;
}

/** Counts over time in a panel: as bars with a legend, or as a table. */
export function CountChart({ title, label, data, asTable, onAsTable, nothing, actions }: Props) {
  const styles = useStyles2(getStyles);
  const empty = data.series.every(({ counts }) => sumOf(counts) === 0);
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <Text element="h3" variant="h6">
          {title}
        </Text>
        <div className={styles.actions}>
          {actions}
          <IconButton
            name={asTable ? 'graph-bar' : 'table'}
            tooltip={
              asTable
                ? t('ui.chart.showAsChart', 'Show {{title}} as a chart', { title })
                : t('ui.chart.showAsTable', 'Show {{title}} as a table', { title })
            }
            onClick={() => onAsTable(!asTable)}
          />
        </div>
      </div>
      {empty ? (
        <div className={styles.nothing}>
          <Text color="secondary">{nothing}</Text>
        </div>
      ) : asTable ? (
        <ChartTable label={label} data={data} />
      ) : (
        <>
          <StackedBars label={label} data={data} />
          <ChartLegend label={label} series={data.series} />
        </>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // As Grafana's panels.
  panel: css({
    minWidth: 0,
    padding: theme.spacing(1, 2, 2),
    border: `1px solid ${theme.components.panel.borderColor}`,
    borderRadius: theme.shape.radius.default,
    background: theme.components.panel.background,
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    minHeight: theme.spacing(4),
    marginBottom: theme.spacing(1),
  }),
  actions: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  nothing: css({ display: 'grid', placeItems: 'center', minHeight: 180, textAlign: 'center' }),
});
