import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, Text, useStyles2 } from '@grafana/ui';
import { useStats } from '../api/stats';
import { useStatus } from '../api/status';
import { t } from '../i18n/t';
import { PageFrame } from '../ui/PageFrame';
import { QueryState } from '../ui/QueryState';
import { useUrlValue } from '../ui/useUrlValue';
import { HealthList } from './HealthList';
import { NextSteps } from './NextSteps';
import { rangeOptions, readRange } from './ranges';
import { WhatHappened } from './WhatHappened';

/** Milliseconds between one look and the next. Each look has the proxy ask every backend. */
const LOOK_EVERY = 30_000;

/** Is everything well, what happened lately, and what a new installation still needs. */
export function OverviewPage() {
  const styles = useStyles2(getStyles);
  const [rangeText, setRange] = useUrlValue('range');
  const { name, window } = readRange(rangeText);
  const status = useStatus(true, LOOK_EVERY);
  const stats = useStats(window, LOOK_EVERY);
  return (
    <PageFrame page="overview">
      <QueryState query={status} label={t('overview.loading', 'Asking the proxy how it is')}>
        {(data) => (
          <div className={styles.page}>
            <HealthList status={data} stats={stats.data} query={status} />
            <NextSteps status={data} refetchInterval={LOOK_EVERY} />
            <section className={styles.section} aria-label={t('overview.happened.title', 'What happened')}>
              <div className={styles.head}>
                <Text element="h2" variant="h4">
                  {t('overview.happened.title', 'What happened')}
                </Text>
                <RadioButtonGroup
                  aria-label={t('overview.range.label', 'How far back')}
                  value={name}
                  options={rangeOptions()}
                  onChange={setRange}
                />
              </div>
              <QueryState query={stats} label={t('overview.happened.loading', 'Counting requests')}>
                {(counted) => <WhatHappened stats={counted} />}
              </QueryState>
            </section>
          </div>
        )}
      </QueryState>
    </PageFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(4) }),
  section: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2) }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
  }),
});
