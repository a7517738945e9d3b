import React from 'react';
import { locationUtil } from '@grafana/data';
import { LinkButton } from '@grafana/ui';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { StatePanel } from './StatePanel';

/** What stands in the page's place until somebody has said where the proxy is. */
export function NotConnectedState() {
  return (
    <StatePanel
      icon="plug"
      title={t('ui.notConnected.title', 'Connect the Gatehouse proxy')}
      testId={testIds.states.notConnected}
      actions={
        <LinkButton href={locationUtil.assureBaseUrl(PATHS.configuration)} icon="cog">
          {t('ui.openConfiguration', 'Open configuration')}
        </LinkButton>
      }
    >
      {t(
        'ui.notConnected.text',
        'The policy lives in the Gatehouse proxy. Enter the URL of its admin listener and the admin token; then tenants and mappings can be edited here.'
      )}
    </StatePanel>
  );
}
