import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';
import { reloadPage } from '../settings/reloadPage';
import { testIds } from '../testIds';
import { StatePanel } from './StatePanel';

/** What stands in a page's place when its scripts could not be fetched, or failed. */
export function CrashState({ error }: { error: Error }) {
  const styles = useStyles2(getStyles);
  const missing = isMissingScript(error);
  return (
    <StatePanel
      icon="exclamation-triangle"
      title={
        missing ? t('ui.crash.missing', 'This page could not be loaded') : t('ui.crash.failed', 'This page failed')
      }
      role="alert"
      testId={testIds.states.crash}
      actions={
        <Button icon="sync" onClick={reloadPage}>
          {t('ui.crash.reload', 'Reload page')}
        </Button>
      }
    >
      <p>
        {missing
          ? t(
              'ui.crash.missingAbout',
              'Grafana did not answer, or the app was updated since you opened it; then a reload fetches the new version. Your draft is kept.'
            )
          : t(
              'ui.crash.failedAbout',
              'That is a mistake in the app, and no setting of yours. Your draft is kept. If a reload does not help, report it with the details below.'
            )}
      </p>
      <details className={styles.details}>
        <summary>{t('ui.crash.details', 'Details')}</summary>
        <pre tabIndex={0}>{error.stack ?? String(error)}</pre>
      </details>
    </StatePanel>
  );
}

/** Whether a part of the app that is fetched when it is needed did not come. */
function isMissingScript({ name }: Error): boolean {
  return name === 'ChunkLoadError';
}

const getStyles = (theme: GrafanaTheme2) => ({
  details: css({
    marginTop: theme.spacing(2),
    textAlign: 'left',
    '& summary': { textAlign: 'center' },
    '& pre': { marginTop: theme.spacing(1), maxHeight: '30vh', overflow: 'auto' },
  }),
});
