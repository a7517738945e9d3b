import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';
import type { Live } from './useLive';
import { TimePicker } from './TimePicker';
import type { UrlTime } from './useUrlTime';

interface Props {
  time: UrlTime;
  live: Live;
  /** Why the list does not follow although it might; undefined when it does. */
  standsStill: string | undefined;
  /** The filters. */
  children: ReactNode;
  /** What else can be done with the list. */
  actions?: ReactNode;
}

/** What of the events is shown: filters at the left, the time and whether the list follows at the right. */
export function EventToolbar({ time, live, standsStill, children, actions }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.toolbar}>
      <div className={styles.filters}>{children}</div>
      <div className={styles.time}>
        <TimePicker time={time} />
        <Button
          variant="secondary"
          icon={live.on ? 'pause' : 'play'}
          disabled={standsStill !== undefined}
          tooltip={
            standsStill ??
            (live.on
              ? t('activity.live.pauseHint', 'The list follows what happens. Pause it to read.')
              : t('activity.live.resumeHint', 'The list stands still. Let it follow what happens.'))
          }
          onClick={live.toggle}
        >
          {live.on ? t('activity.live.pause', 'Pause') : t('activity.live.resume', 'Go live')}
        </Button>
        {actions}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  toolbar: css({ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: theme.spacing(1) }),
  filters: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  time: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginLeft: 'auto' }),
});
