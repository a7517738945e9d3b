import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

export interface EventColumn<Event> {
  title: string;
  /** A CSS width; the columns without one share the rest. */
  width?: string;
  render: (event: Event) => ReactNode;
}

interface Props<Event> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: ReadonlyArray<EventColumn<Event>>;
  /** The newest first. */
  events: readonly Event[];
  eventKey: (event: Event) => string;
}

/** Things that happened, in the order in which they come. */
export function EventTable<Event>({ label, columns, events, eventKey }: Props<Event>) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, width }) => (
            <th key={title} scope="col" className={styles.head} style={{ width }}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={eventKey(event)} className={styles.row}>
            {columns.map(({ title, render }) => (
              <td key={title} className={styles.cell}>
                {render(event)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ width: '100%', tableLayout: 'fixed' }),
  head: css({
    padding: theme.spacing(1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    textAlign: 'left',
  }),
  row: css({
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.primary, 0.03) },
  }),
  cell: css({ padding: theme.spacing(1), verticalAlign: 'top', overflowWrap: 'anywhere' }),
});
