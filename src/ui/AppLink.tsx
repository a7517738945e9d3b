import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';

interface Props {
  /** A path of the app with its parameters, for example `/a/gatehouse-tenancy-app/explain?tenant=acme`. */
  to: string;
  /** Said by screen readers in place of a text that means something only where it stands. */
  label?: string;
  children: ReactNode;
}

/** A link to another page of the app, which keeps what is loaded. */
export function AppLink({ to, label, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Link to={to} className={styles.link} aria-label={label}>
      {children}
    </Link>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    color: theme.colors.text.link,
    overflowWrap: 'anywhere',
    '&:hover, &:focus-visible': { textDecoration: 'underline' },
  }),
});
