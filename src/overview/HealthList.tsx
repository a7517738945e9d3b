import React from 'react';
import { css, cx } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Icon, Text, TextLink, useStyles2 } from '@grafana/ui';
import type { StatsDocument } from '@gatehouse/model/api';
import { diagnose } from '../api/diagnose';
import type { Status, useStatus } from '../api/status';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { overallState } from '../settings/overallState';
import { StateIcon } from '../settings/StateIcon';
import type { PartState } from '../settings/statusLines';
import { sentence } from '../ui/sentence';
import { type HealthCheck, healthChecks } from './healthChecks';

interface Props {
  status: Status;
  /** Undefined while it is not known. */
  stats: StatsDocument | undefined;
  /** Whether the last look failed, and when one did not. */
  query: Pick<ReturnType<typeof useStatus>, 'error' | 'dataUpdatedAt'>;
}

const STATES: Record<ReturnType<typeof overallState>['severity'], PartState> = {
  success: 'good',
  info: 'good',
  warning: 'warning',
  error: 'bad',
};

/** Is everything well: the answer in one line, and below it what it is made of. */
export function HealthList({ status, stats, query: { error, dataUpdatedAt } }: Props) {
  const styles = useStyles2(getStyles);
  const { code, severity, title } = overallState(status);
  const time = dateTimeFormat(dataUpdatedAt, { format: 'HH:mm:ss' });
  return (
    <section aria-label={t('overview.health.title', 'Is everything well?')} className={styles.section}>
      <div className={styles.head}>
        {/* Said when it changes, not with every look. */}
        <div className={styles.title} role="status" data-code={code}>
          <StateIcon state={STATES[severity]} />
          <Text element="h2" variant="h4">
            {title}
          </Text>
        </div>
        <Text color="secondary" variant="bodySmall">
          {error === null ? (
            t('overview.health.asOf', 'As of {{time}}', { time })
          ) : (
            <span className={styles.stale}>
              <Icon name="exclamation-triangle" />
              {t('overview.health.stale', '{{what}}. This is how it was at {{time}}.', {
                what: diagnose(error.answer).title,
                time,
              })}
            </span>
          )}
        </Text>
        <span className={styles.link}>
          <TextLink href={PATHS.configuration} inline={false} variant="bodySmall">
            {t('overview.health.more', 'Everything about the proxy and its backends')}
          </TextLink>
        </span>
      </div>
      <ul className={styles.list} aria-label={t('overview.health.list', 'What was looked at')}>
        {worstFirst(healthChecks(status, stats)).map(({ state, what, text, remarks }) => (
          <li key={what} className={cx(styles.check, state === 'bad' && styles.bad)} data-state={state}>
            <StateIcon state={state} />
            <div>
              <div className={styles.what}>{what}</div>
              <div className={styles.text}>{text}</div>
              {remarks.map((remark) => (
                <div key={remark} className={styles.text}>
                  {state === 'bad' ? sentence(remark) : remark}
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What has to be read first stands first, and has room for its words. */
function worstFirst(checks: readonly HealthCheck[]): HealthCheck[] {
  return [...checks.filter(({ state }) => state === 'bad'), ...checks.filter(({ state }) => state !== 'bad')];
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'grid', gap: theme.spacing(1.5) }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(1, 2) }),
  title: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  stale: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    color: theme.colors.warning.text,
  }),
  link: css({ marginLeft: 'auto' }),
  list: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, minmax(${theme.spacing(30)}, 1fr))`,
    gap: theme.spacing(1),
    listStyle: 'none',
  }),
  check: css({
    display: 'grid',
    gridTemplateColumns: `${theme.spacing(2)} minmax(0, 1fr)`,
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    overflowWrap: 'anywhere',
    '& svg': { marginTop: theme.spacing(0.25) },
  }),
  bad: css({
    gridColumn: '1 / -1',
    border: `1px solid ${theme.colors.error.border}`,
    background: theme.colors.error.transparent,
  }),
  what: css({ fontWeight: theme.typography.fontWeightMedium }),
  text: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
