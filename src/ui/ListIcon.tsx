import React, { createContext, type ReactNode, useContext } from 'react';
import { css } from '@emotion/css';
import { Icon, type IconName, useStyles2 } from '@grafana/ui';

interface Props {
  name: IconName;
  size?: 'sm' | 'md';
}

const PIXELS = { sm: 12, md: 16 };

const Names = createContext<readonly IconName[]>([]);

/** An icon in a list. Each of Grafana's reads its drawing anew; inside of `ListIcons` all refer to the same one. */
export function ListIcon({ name, size = 'md' }: Props) {
  const styles = useStyles2(getStyles);
  return useContext(Names).includes(name) ? (
    <svg className={styles.icon} width={PIXELS[size]} height={PIXELS[size]} aria-hidden>
      <use href={`#${idOf(name)}`} width={PIXELS[size]} height={PIXELS[size]} />
    </svg>
  ) : (
    <Icon name={name} size={size} />
  );
}

interface ListIconsProps {
  /** The same array each time. */
  names: readonly IconName[];
  children: ReactNode;
}

/** Around a long list: holds the drawings of its icons once. */
export function ListIcons({ names, children }: ListIconsProps) {
  const styles = useStyles2(getStyles);
  return (
    <Names.Provider value={names}>
      <div className={styles.drawings} aria-hidden>
        {names.map((name) => (
          <Icon key={name} id={idOf(name)} name={name} />
        ))}
      </div>
      {children}
    </Names.Provider>
  );
}

function idOf(name: IconName): string {
  return `gatehouse-icon-${name}`;
}

const getStyles = () => ({
  icon: css({ display: 'inline-block', flexShrink: 0, verticalAlign: 'middle', fill: 'currentColor' }),
  drawings: css({ position: 'absolute', width: 0, height: 0, overflow: 'hidden' }),
});
