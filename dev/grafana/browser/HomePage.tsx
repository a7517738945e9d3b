import React from 'react';
import { css } from '@emotion/css';
import type { AppPluginMeta, GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Card, useStyles2 } from '@grafana/ui';
import { CORE_PAGES, pluginPages } from './navigationItems';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  Explore: 'Ask a data source the same question as everybody else, and see your own answer.',
  Overview: 'Is everything well, and what to do next.',
  Mappings: 'Who sees which tenant, through which filters.',
  Tenants: 'The places where series live.',
  'Who sees what': 'What somebody sees, and why somebody sees nothing.',
  Activity: 'What was refused and allowed, and who changed what.',
  History: 'Every revision of the policy, to compare and to restore.',
  Credentials: 'How agents that write and alert rules prove who they are.',
  'Data sources': 'The data sources of this Grafana that lead through Gatehouse.',
  Configuration: 'Where the proxy is, and the token Grafana shows it.',
};

/** The first page after the login: who one is here, and where one can go. */
export function HomePage({ meta }: { meta: AppPluginMeta }) {
  const styles = useStyles2(getStyles);
  const { user } = config.bootData;
  const pages = [...CORE_PAGES.filter(({ url }) => url !== '/'), ...pluginPages(meta)];
  return (
    <main className={styles.page}>
      <h1>Welcome, {user.name}</h1>
      <p className={styles.description}>
        You are {user.email}, with the role {user.orgRole}.
      </p>
      <div className={styles.cards}>
        {pages.map(({ text, url }) => (
          <Card key={url} href={url} noMargin>
            <Card.Heading>{text}</Card.Heading>
            <Card.Description>{DESCRIPTIONS[text]}</Card.Description>
          </Card>
        ))}
      </div>
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(3, 4, 4), maxWidth: 960 }),
  description: css({ color: theme.colors.text.secondary }),
  cards: css({ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: theme.spacing(2), marginTop: theme.spacing(3) }),
});
