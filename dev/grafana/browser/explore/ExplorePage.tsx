import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Alert, Button, EmptyState, Field, Input, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import React, { useState, type FormEvent } from 'react';
import { runQuery, type QueryOutcome } from './runQuery';
import { SeriesTable } from './SeriesTable';

const DEFAULT_QUERY = 'sum by (team) (checkout_orders_total)';

/** A small Explore: one instant query at one data source, and what came back for the user who asks. */
export function ExplorePage() {
  const styles = useStyles2(getStyles);
  const dataSources = Object.values(config.datasources).map(({ name, uid }) => ({ label: name, value: uid }));
  const [dataSource, setDataSource] = useState(dataSources[0]?.value ?? '');
  const [query, setQuery] = useState(DEFAULT_QUERY);
  const [outcome, setOutcome] = useState<QueryOutcome>();
  const [running, setRunning] = useState(false);

  const run = async (event: FormEvent) => {
    event.preventDefault();
    setRunning(true);
    setOutcome(undefined);
    setOutcome(await runQuery(dataSource, query));
    setRunning(false);
  };

  return (
    <main className={styles.page}>
      <h1>Explore</h1>
      <form onSubmit={(event) => void run(event)} className={styles.form}>
        <Field label="Data source" noMargin>
          <RadioButtonGroup options={dataSources} value={dataSource} onChange={setDataSource} />
        </Field>
        <Field label="Query" htmlFor="explore-query" noMargin className={styles.query}>
          <Input
            id="explore-query"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            className={styles.code}
          />
        </Field>
        <Button type="submit" icon="sync" disabled={running}>
          Run query
        </Button>
      </form>
      <div aria-live="polite" aria-busy={running}>
        {outcome && <Outcome outcome={outcome} />}
      </div>
    </main>
  );
}

function Outcome({ outcome }: { outcome: QueryOutcome }) {
  if (outcome.kind === 'error') {
    return (
      <Alert title={`Query error (status ${outcome.status})`} severity="error" data-testid="explore-error">
        {outcome.reason}
      </Alert>
    );
  }
  return outcome.series.length === 0 ? (
    <EmptyState variant="not-found" message="No data" />
  ) : (
    <SeriesTable series={outcome.series} />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(3, 4, 4) }),
  form: css({
    display: 'grid',
    gap: theme.spacing(2),
    justifyItems: 'start',
    padding: theme.spacing(2),
    margin: theme.spacing(2, 0),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  query: css({ width: '100%' }),
  // Without room below the line, the input would cut off underscores.
  code: css({ input: { fontFamily: theme.typography.fontFamilyMonospace, fontSize: 13, lineHeight: 1.4 } }),
});
