import React from 'react';
import { css, cx } from '@emotion/css';
import type { AppPluginMeta, GrafanaTheme2 } from '@grafana/data';
import { Icon, Link, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';
import { CORE_PAGES, pluginPages, type NavigationItem } from './navigationItems';

/** The menu at the left, with the entries that Grafana would make of `plugin.json`. */
export function Navigation({ meta }: { meta: AppPluginMeta }) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const pages = pluginPages(meta);

  const entry = (item: NavigationItem) => (
    <li key={item.url}>
      <Link
        href={item.url}
        className={cx(styles.link, pathname === item.url && styles.active)}
        aria-current={pathname === item.url ? 'page' : undefined}
      >
        <Icon name={item.icon} /> {item.text}
      </Link>
    </li>
  );

  return (
    <nav aria-label="Main menu" className={styles.menu}>
      <div className={styles.brand}>
        <span className={styles.mark} aria-hidden />
        Grafana <small>emulated</small>
      </div>
      <ul className={styles.list}>{CORE_PAGES.map(entry)}</ul>
      {pages.length > 0 && <div className={styles.heading}>{meta.name}</div>}
      <ul className={styles.list}>{pages.map(entry)}</ul>
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  menu: css({ width: 216, flexShrink: 0, padding: theme.spacing(1) }),
  brand: css({
    height: 40,
    padding: theme.spacing(0, 1),
    marginBottom: theme.spacing(1),
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    fontWeight: theme.typography.fontWeightMedium,
    small: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
  }),
  mark: css({
    width: 18,
    height: 18,
    borderRadius: theme.shape.radius.circle,
    background: theme.colors.gradients.brandVertical,
  }),
  list: css({ listStyle: 'none' }),
  heading: css({
    padding: theme.spacing(2, 1, 0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  link: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 1),
    marginBottom: 2,
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
    '&:hover': { color: theme.colors.text.primary, background: theme.colors.action.hover },
  }),
  active: css({
    color: theme.colors.text.primary,
    background: theme.colors.action.selected,
    boxShadow: `inset 3px 0 0 ${theme.colors.warning.main}`,
  }),
});
