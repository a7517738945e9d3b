import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import { plural } from '../i18n/t';
import type { Danger } from './dangers';

const SHOWN = 10;

/** What is far-reaching about a change, above everything else; nothing when nothing is. */
export function DangerList({ dangers }: { dangers: readonly Danger[] }) {
  const styles = useStyles2(getStyles);
  const more = dangers.length - SHOWN;
  return (
    <div aria-live="polite">
      {dangers.length > 0 && (
        <Alert
          severity="warning"
          title={plural('dangers.title', dangers.length, {
            one: 'Be sure that you mean this',
            other: 'Be sure that you mean these {{number}} things',
          })}
          bottomSpacing={0}
        >
          <ul className={styles.list}>
            {dangers.slice(0, SHOWN).map(({ key, title, text }) => (
              <li key={key}>
                <strong className={styles.title}>{title}.</strong> {text}
              </li>
            ))}
            {more > 0 && (
              <li>{plural('dangers.more', more, { one: 'and {{number}} more', other: 'and {{number}} more' })}</li>
            )}
          </ul>
        </Alert>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Grafana's own styles make nothing of it.
  title: css({ fontWeight: theme.typography.fontWeightBold }),
  list: css({ display: 'grid', gap: theme.spacing(0.5), listStyle: 'none', overflowWrap: 'anywhere' }),
});
