import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { PolicyDiff } from '../api/changes';
import { plural } from '../i18n/t';
import { sentence } from '../ui/sentence';

interface Props {
  /** What the list tells, for screen readers. */
  label: string;
  diff: PolicyDiff;
}

/** What differs between two policies, in the words of the proxy; long lists scroll. */
export function WordList({ label, diff: { changes, leftOut } }: Props) {
  const styles = useStyles2(getStyles);
  return (
    // Whoever uses the keyboard scrolls it, too.
    <ul className={styles.list} aria-label={label} tabIndex={0}>
      {changes.map(({ words }, position) => (
        <li key={position}>{sentence(words)}</li>
      ))}
      {leftOut > 0 && (
        <li>{plural('diff.more', leftOut, { one: 'and {{number}} more', other: 'and {{number}} more' })}</li>
      )}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gap: theme.spacing(0.5),
    maxHeight: '30vh',
    overflowY: 'auto',
    paddingLeft: theme.spacing(2),
    listStyle: 'disc',
    overflowWrap: 'anywhere',
  }),
});
