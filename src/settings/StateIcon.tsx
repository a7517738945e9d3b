import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, type IconName, useStyles2 } from '@grafana/ui';
import type { PartState } from './statusLines';

const ICONS: Record<PartState, IconName> = {
  good: 'check-circle',
  warning: 'exclamation-triangle',
  bad: 'times-circle',
};

/** How a part is, at a glance; the words beside it say the same. */
export function StateIcon({ state }: { state: PartState }) {
  const styles = useStyles2(getStyles);
  return <Icon name={ICONS[state]} className={styles[state]} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  good: css({ color: theme.colors.success.text }),
  warning: css({ color: theme.colors.warning.text }),
  bad: css({ color: theme.colors.error.text }),
});
