import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, type IconName, useStyles2 } from '@grafana/ui';
import type { Draft } from '../draft/draft';
import { testIds } from '../testIds';
import { type ChangeInWords, draftInWords } from './changesInWords';

const ICONS: Record<ChangeInWords['verb'], IconName> = { Add: 'plus-circle', Change: 'pen', Remove: 'trash-alt' };

/** Everything that a draft changes, in words. */
export function ChangeList({ draft }: { draft: Draft }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list} aria-label="Changes">
      {draftInWords(draft).map(({ verb, noun, name, lines }) => (
        <li key={`${noun}-${verb}-${name}`} className={styles.change} data-testid={testIds.publish.change}>
          <Icon name={ICONS[verb]} className={styles[verb]} />
          <div>
            <div className={styles.what}>{`${verb} ${noun} ${name}`}</div>
            <ul className={styles.lines}>
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none' }),
  change: css({
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '& > svg': { flexShrink: 0, marginTop: theme.spacing(0.25) },
  }),
  what: css({ fontWeight: theme.typography.fontWeightMedium }),
  lines: css({ listStyle: 'none', color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  Add: css({ color: theme.colors.success.text }),
  Change: css({ color: theme.colors.info.text }),
  Remove: css({ color: theme.colors.error.text }),
});
