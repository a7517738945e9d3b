import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { PluginPageProps } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React, { useContext } from 'react';
import { useLocation } from 'react-router-dom-v5-compat';
import { pluginPages } from './navigationItems';
import { PluginMetaContext } from './pluginMetaContext';

/** Stands in for Grafana's `PluginPage`: title, information, actions, and the page's content. */
export function PluginPage({ pageNav, renderTitle, subTitle, info, actions, children }: PluginPageProps) {
  const styles = useStyles2(getStyles);
  const meta = useContext(PluginMetaContext);
  const { pathname } = useLocation();
  const include = meta && pluginPages(meta).find(({ url }) => url === pathname);
  const title = pageNav?.text ?? include?.text ?? meta?.name ?? '';
  const description = subTitle ?? pageNav?.subTitle;

  return (
    <main className={styles.page}>
      <div className={styles.header}>
        <div className={styles.title}>
          {renderTitle ? renderTitle(title) : <h1>{title}</h1>}
          {description && <div className={styles.description}>{description}</div>}
        </div>
        {info?.map(({ label, value }) => (
          <div key={label}>
            <div className={styles.description}>{label}</div>
            <div>{value}</div>
          </div>
        ))}
        <div className={styles.actions}>{actions}</div>
      </div>
      {children}
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(3, 4, 4) }),
  header: css({ display: 'flex', gap: theme.spacing(3), alignItems: 'flex-start', marginBottom: theme.spacing(2) }),
  title: css({ flex: 1, h1: { margin: 0 } }),
  description: css({ color: theme.colors.text.secondary }),
  actions: css({ display: 'flex', gap: theme.spacing(1) }),
});
