import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, type IconName, Stack, Text, useStyles2 } from '@grafana/ui';
import { sentence } from '../ui/sentence';
import type { Verdict } from './verdict';

interface Props {
  tone: Verdict['tone'];
  title: string;
  /** A sentence each. */
  notes?: readonly string[];
  /** The heading's level in the page. */
  element?: 'h2' | 'h3';
  /** The way out: links and buttons. */
  children?: ReactNode;
}

const ICONS: Readonly<Record<Verdict['tone'], IconName>> = {
  sees: 'check-circle',
  partly: 'exclamation-triangle',
  nothing: 'ban',
};

/** An answer: what somebody sees, in one line that a colleague understands, and what can be done about it. */
export function VerdictPanel({ tone, title, notes = [], element = 'h2', children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={`${styles.panel} ${styles[tone]}`} role="status">
      <span className={styles.icon}>
        <Icon name={ICONS[tone]} size="xl" />
      </span>
      <Stack direction="column" gap={1} grow={1} minWidth={0}>
        <Text element={element} variant={element === 'h2' ? 'h3' : 'h4'}>
          {title}
        </Text>
        {notes.map((note) => (
          <Text key={note} element="p" color="secondary">
            {sentence(note)}
          </Text>
        ))}
        {children !== undefined && (
          <Stack gap={1} alignItems="center" wrap="wrap">
            {children}
          </Stack>
        )}
      </Stack>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const coloured = (color: string) => css({ borderLeftColor: color, '& > span > svg': { color } });
  return {
    panel: css({
      display: 'flex',
      gap: theme.spacing(2),
      padding: theme.spacing(2),
      border: `1px solid ${theme.colors.border.weak}`,
      borderLeft: `${theme.spacing(0.5)} solid`,
      borderRadius: theme.shape.radius.default,
      background: theme.colors.background.secondary,
      overflowWrap: 'anywhere',
    }),
    icon: css({ flexShrink: 0, paddingTop: theme.spacing(0.25) }),
    sees: coloured(theme.colors.success.text),
    partly: coloured(theme.colors.warning.text),
    nothing: coloured(theme.colors.error.text),
  };
};
