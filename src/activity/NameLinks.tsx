import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';

interface Props {
  names: readonly string[];
  hrefOf: (name: string) => string;
}

/** Names of mappings or tenants, each with the way to it. */
export function NameLinks({ names, hrefOf }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list}>
      {names.map((name) => (
        <li key={name}>
          <TextLink href={hrefOf(name)} inline={false}>
            {name}
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 2), listStyle: 'none' }),
});
