import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import { StateIcon } from './StateIcon';
import type { StatusLine } from './statusLines';

interface Props {
  label: string;
  lines: readonly StatusLine[];
}

/** Parts of something, one line each: how it is, at a glance and in words, and where it is set right. */
export function StatusList({ label, lines }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list} aria-label={label}>
      {lines.map(({ state, what, text, action }) => (
        <li key={what} className={styles.line} data-state={state}>
          <StateIcon state={state} />
          <span className={styles.what}>{what}</span>
          <span>
            {text}
            {action !== undefined && (
              <>
                {' '}
                <TextLink href={action.href} inline>
                  {action.text}
                </TextLink>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none' }),
  line: css({
    display: 'grid',
    gridTemplateColumns: `${theme.spacing(2.5)} minmax(160px, 1fr) 3fr`,
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
    '& > svg': { marginTop: theme.spacing(0.25) },
  }),
  what: css({ fontWeight: theme.typography.fontWeightMedium }),
});
