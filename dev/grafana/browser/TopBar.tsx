import React from 'react';
import { css } from '@emotion/css';
import type { AppPluginMeta, GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Button, Dropdown, Menu, ToolbarButton, useStyles2, useTheme2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';
import { chooseLanguage, LANGUAGES } from './language/languages';
import { CORE_PAGES } from './navigationItems';

/** Where the user is, and who the user is. */
export function TopBar({ meta, onToggleTheme }: { meta: AppPluginMeta; onToggleTheme: () => void }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { user } = config.bootData;
  const menu = (
    <Menu>
      <Menu.Item label={user.email} description={user.orgRole} disabled />
      {LANGUAGES.map(({ code, name }) => (
        <Menu.Item
          key={code}
          label={name}
          role="menuitemradio"
          ariaChecked={code === user.language}
          icon="globe"
          active={code === user.language}
          onClick={() => chooseLanguage(code)}
        />
      ))}
      <Menu.Item label="Log out" icon="signout" onClick={() => window.location.assign('/logout')} />
    </Menu>
  );

  return (
    <header className={styles.bar}>
      <Breadcrumbs meta={meta} />
      <ToolbarButton
        icon="adjust-circle"
        aria-label={theme.isDark ? 'Switch to the light theme' : 'Switch to the dark theme'}
        onClick={onToggleTheme}
      />
      <Dropdown overlay={menu} placement="bottom-end">
        <Button variant="secondary" fill="text" icon="user" aria-label="Profile">
          {user.name}
        </Button>
      </Dropdown>
    </header>
  );
}

function Breadcrumbs({ meta }: { meta: AppPluginMeta }) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const isPlugin = pathname.includes(meta.id);
  const page = CORE_PAGES.find(({ url }) => url === pathname)?.text;
  // Also those that are not in the menu.
  const include = meta.includes?.find(({ path }) => path === pathname)?.name;
  const trail = [isPlugin ? meta.name : undefined, include ?? page].filter((part) => part !== undefined);
  return (
    <nav aria-label="Breadcrumbs" className={styles.trail}>
      {['Grafana', ...trail].join(' › ')}
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ height: 48, padding: theme.spacing(0, 2), display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  trail: css({ flex: 1, color: theme.colors.text.secondary }),
});
