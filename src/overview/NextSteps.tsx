import React, { useEffect, useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, IconButton, Text, TextLink, useStyles2 } from '@grafana/ui';
import type { Status } from '../api/status';
import { PATHS } from '../constants';
import { plural, t } from '../i18n/t';
import { unseenStyle } from '../ui/unseenStyle';
import { browserFlag } from './keptFlag';
import { type Step, type StepStates, STEPS, useStepStates } from './useStepStates';

interface Props {
  status: Status;
  /** Milliseconds between one look and the next. */
  refetchInterval: number;
}

/** What a new installation still needs; gone for good once all of it is done, or somebody does not want to see it. */
export function NextSteps({ status, refetchInterval }: Props) {
  const [flag] = useState(() => browserFlag('nextStepsDone'));
  const [gone, setGone] = useState(() => flag.isSet());
  const leave = () => {
    flag.set();
    setGone(true);
  };
  return gone ? null : <Steps {...{ status, refetchInterval }} onDone={flag.set} onLeave={leave} />;
}

function Steps({ status, refetchInterval, onDone, onLeave }: Props & { onDone: () => void; onLeave: () => void }) {
  const styles = useStyles2(getStyles);
  const states = useStepStates(status, refetchInterval);
  const left = STEPS.filter((step) => states[step] !== true).length;
  const unknown = STEPS.some((step) => states[step] === undefined);
  useEffect(() => {
    // What happened is forgotten after some days; the installation is not new again then.
    if (left === 0) {
      onDone();
    }
  }, [left, onDone]);
  // What is not known yet would come and go.
  if (left === 0 || unknown) {
    return null;
  }
  const title = t('overview.steps.title', 'Next steps');
  const next = STEPS.find((step) => states[step] === false);
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <Text element="h2" variant="h4">
          {title}
        </Text>
        <Text color="secondary">
          {plural('overview.steps.left', left, {
            one: '{{number}} step left until somebody sees their own view',
            other: '{{number}} steps left until somebody sees their own view',
          })}
        </Text>
        <IconButton
          name="times"
          className={styles.close}
          tooltip={t('overview.steps.dismiss', 'Hide the next steps for good')}
          onClick={onLeave}
        />
      </div>
      <ol className={styles.list}>
        {STEPS.map((step) => (
          <StepItem key={step} step={step} states={states} isNext={step === next} />
        ))}
      </ol>
    </section>
  );
}

function StepItem({ step, states, isNext }: { step: Step; states: StepStates; isNext: boolean }) {
  const styles = useStyles2(getStyles);
  const { title, text, href } = stepText(step);
  const done = states[step] === true;
  return (
    <li className={styles.step} aria-current={isNext ? 'step' : undefined}>
      <Icon name={done ? 'check-circle' : isNext ? 'arrow-right' : 'circle'} className={cx(done && styles.done)} />
      <div>
        <span className={styles.hidden}>
          {done ? t('overview.steps.done', 'Done:') : t('overview.steps.open', 'Not done yet:')}{' '}
        </span>
        {done ? (
          <Text color="secondary">{title}</Text>
        ) : (
          <TextLink href={href} inline={false} weight={isNext ? 'medium' : undefined}>
            {title}
          </TextLink>
        )}
        {!done && (
          <Text element="p" color="secondary" variant="bodySmall">
            {text}
          </Text>
        )}
      </div>
    </li>
  );
}

function stepText(step: Step): { title: string; text: string; href: string } {
  switch (step) {
    case 'connected':
      return {
        title: t('overview.steps.connected', 'Connect the proxy'),
        text: t('overview.steps.connectedText', 'Its admin URL and an admin token.'),
        href: PATHS.configuration,
      };
    case 'tenant':
      return {
        title: t('overview.steps.tenant', 'Add a tenant'),
        text: t('overview.steps.tenantText', 'A place where series live, such as an account of a cluster.'),
        href: `${PATHS.tenants}?add=`,
      };
    case 'mapping':
      return {
        title: t('overview.steps.mapping', 'Add a mapping'),
        text: t('overview.steps.mappingText', 'Which users or groups may read the tenant, and which series of it.'),
        href: `${PATHS.mappings}?add=`,
      };
    case 'published':
      return {
        title: t('overview.steps.published', 'Review and publish'),
        text: t('overview.steps.publishedText', 'Say why, and it holds from the next query on.'),
        href: PATHS.publish,
      };
    case 'dataSource':
      return {
        title: t('overview.steps.dataSource', 'Add a data source that leads through Gatehouse'),
        text: t('overview.steps.dataSourceText', 'One for everybody, with Forward OAuth identity switched on.'),
        href: PATHS.dataSource,
      };
    case 'visitor':
      return {
        title: t('overview.steps.visitor', 'Have somebody open a dashboard'),
        text: t('overview.steps.visitorText', 'With that data source. Here you see what became of it.'),
        href: PATHS.activity,
      };
    case 'allowed':
      return {
        title: t('overview.steps.allowed', 'See the first query answered'),
        text: t('overview.steps.allowedText', 'If it is refused, this says why somebody sees nothing.'),
        href: PATHS.explain,
      };
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(1, 2) }),
  close: css({ marginLeft: 'auto' }),
  list: css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, minmax(${theme.spacing(34)}, 1fr))`,
    gap: theme.spacing(1.5, 2),
    marginTop: theme.spacing(1.5),
    listStyle: 'none',
  }),
  step: css({
    display: 'grid',
    gridTemplateColumns: `${theme.spacing(2)} minmax(0, 1fr)`,
    gap: theme.spacing(1),
    '& > svg': { marginTop: theme.spacing(0.25) },
  }),
  done: css({ color: theme.colors.success.text }),
  hidden: unseenStyle(),
});
