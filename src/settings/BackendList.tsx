import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import type { BackendStatus } from '../api/status';
import { testIds } from '../testIds';
import { t } from '../i18n/t';
import { BackendCard } from './BackendCard';

/** The backends of the proxy's configuration, each with its state and what the backend check found. */
export function BackendList({ backends }: { backends: readonly BackendStatus[] }) {
  const styles = useStyles2(getStyles);
  return (
    <section aria-label={t('settings.backends.title', 'Backends')} data-testid={testIds.configuration.backends}>
      <Text element="h3" variant="h4">
        {t('settings.backends.title', 'Backends')}
      </Text>
      <Text element="p" color="secondary">
        {backends.length === 0
          ? t('settings.backends.none', 'The proxy’s configuration names none: there is nothing to grant yet.')
          : t(
              'settings.backends.purpose',
              'What the proxy asks, whether it answers, and whether it holds to what Gatehouse confines.'
            )}
      </Text>
      <ul className={styles.list}>
        {backends.map((backend) => (
          <li key={backend.name}>
            <BackendCard backend={backend} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'grid', gap: theme.spacing(2), marginTop: theme.spacing(2), listStyle: 'none' }),
});
