import { locationUtil, type EventBusExtended, type GrafanaConfig } from '@grafana/data';
import {
  config,
  FakeEchoSrv,
  locationService,
  setAppEvents,
  setBackendSrv,
  setCurrentUser,
  setEchoSrv,
  setLocationSrv,
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginLinksHook,
  setReturnToPreviousHook,
} from '@grafana/runtime';
import { createBackendSrv } from './backendSrv';
import { startLanguage } from './language/startLanguage';

/** Sets what `@grafana/runtime` hands out to plugins, which Grafana does at its start. */
export async function startServices(events: EventBusExtended): Promise<void> {
  await startLanguage();
  setAppEvents(events);
  setBackendSrv(createBackendSrv());
  setEchoSrv(new FakeEchoSrv());
  setLocationSrv(locationService);
  setCurrentUser(config.bootData.user);
  setReturnToPreviousHook(() => () => {});
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentHook(() => ({ component: null, isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  locationUtil.initialize({
    // Grafana itself gives this class; the two types differ in a few fields that nothing here reads.
    config: config as Partial<GrafanaConfig> as GrafanaConfig,
    getTimeRangeForUrl: () => ({ from: 'now-1h', to: 'now' }),
    getVariablesUrlParams: () => ({}),
  });
}
