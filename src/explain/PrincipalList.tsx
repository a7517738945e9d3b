import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Text, useStyles2 } from '@grafana/ui';
import { plural } from '../i18n/t';
import { principalIcon } from '../mappings/PrincipalTags';
import { principalTagStyle } from '../mappings/principalTagStyle';
import { BreakableText } from '../ui/BreakableText';

interface Props {
  principals: readonly string[];
  /** How many more there are. */
  leftOut: number;
}

const SHOWN = 24;

/** All principals that name somebody, as tags. */
export function PrincipalList({ principals, leftOut }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const more = principals.length - SHOWN;
  return (
    <ul className={styles.list}>
      {(all ? principals : principals.slice(0, SHOWN)).map((principal) => (
        <li key={principal} className={styles.tag}>
          <Icon name={principalIcon(principal)} size="sm" />
          <BreakableText text={principal} />
        </li>
      ))}
      {!all && more > 0 && (
        <li>
          <Button size="sm" variant="secondary" fill="text" onClick={() => setAll(true)}>
            {plural('explain.principals.more', more, { one: 'Show {{number}} more', other: 'Show {{number}} more' })}
          </Button>
        </li>
      )}
      {leftOut > 0 && (
        <li>
          <Text color="secondary" variant="bodySmall">
            {plural('explain.principals.leftOut', leftOut, {
              one: 'and {{number}} that is not shown',
              other: 'and {{number}} that are not shown',
            })}
          </Text>
        </li>
      )}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), alignItems: 'center', listStyle: 'none' }),
  tag: principalTagStyle(theme),
});
