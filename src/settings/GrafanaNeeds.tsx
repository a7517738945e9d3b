import React from 'react';
import { config } from '@grafana/runtime';
import { Stack, Text } from '@grafana/ui';
import { useDataSources } from '../api/dataSources';
import { diagnose } from '../api/diagnose';
import { usePluginSettings } from '../api/pluginSettings';
import { useStatus } from '../api/status';
import { judgeDataSource } from '../dataSource/judgeDataSource';
import { useSurroundings } from '../dataSource/useSurroundings';
import { t } from '../i18n/t';
import { type DataSourceFacts, type GrafanaFacts, grafanaNeeds } from './grafanaNeeds';
import { StatusList } from './StatusList';

/** What the app needs of this Grafana, looked at from here. @param neededVersion as `plugin.json` has it */
export function GrafanaNeeds({ neededVersion }: Pick<GrafanaFacts, 'neededVersion'>) {
  const route = useRoute();
  const dataSources = useDataSourceFacts();
  const title = t('settings.need.title', 'What the app needs of Grafana');
  const lines = grafanaNeeds({
    version: config.buildInfo.version,
    neededVersion,
    login: config.bootData.user.authenticatedBy,
    anonymous: config.anonymousEnabled,
    route,
    dataSources,
  });
  return (
    <section aria-label={title}>
      <Stack direction="column" gap={2}>
        <div>
          <Text element="h2" variant="h3">
            {title}
          </Text>
          <Text element="p" color="secondary">
            {t(
              'settings.need.purpose',
              'As far as it can be seen from this page. Whether queries of other people carry their token shows on the page Activity when they come.'
            )}
          </Text>
        </div>
        <StatusList label={title} lines={lines} />
      </Stack>
    </section>
  );
}

/** Open also when the proxy refuses the token: then it is the proxy that answers. */
function useRoute(): GrafanaFacts['route'] {
  const { data, error } = useStatus(true);
  if (error === null) {
    return data && 'open';
  }
  if (error.problem !== undefined) {
    return 'open';
  }
  const { title, whatToDo } = diagnose(error.answer);
  return { problem: t('settings.need.routeClosed', '{{title}}. {{whatToDo}}', { title, whatToDo }) };
}

function useDataSourceFacts(): DataSourceFacts | undefined {
  const dataSources = useDataSources();
  const settings = usePluginSettings();
  const surroundings = useSurroundings();
  if (dataSources.isError || settings.isError) {
    return 'unlisted';
  }
  if (dataSources.data === undefined || settings.data === undefined) {
    return undefined;
  }
  if ((settings.data.jsonData.dataUrl ?? '') === '') {
    return 'unjudged';
  }
  // Without the proxy's backends nobody can tell.
  return surroundings && dataSources.data.map((one) => ({ name: one.name, ...judgeDataSource(one, surroundings) }));
}
