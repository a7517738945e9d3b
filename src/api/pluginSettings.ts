import { getBackendSrv } from '@grafana/runtime';
import { useMutation } from '@tanstack/react-query';
import { lastValueFrom } from 'rxjs';
import { PLUGIN_ID } from '../constants';
import type { ConnectionSettings } from '../settings/connectionSettings';

export interface PluginSettings {
  enabled: boolean;
  pinned: boolean;
  jsonData: ConnectionSettings;
  /** Left out to keep the token that is saved already. */
  secureJsonData?: { adminToken: string };
}

/** Saves the app's settings in Grafana. */
export function useSavePluginSettings() {
  return useMutation<unknown, unknown, PluginSettings>({
    mutationFn: (data) =>
      lastValueFrom(
        getBackendSrv().fetch({
          url: `/api/plugins/${PLUGIN_ID}/settings`,
          method: 'POST',
          data,
          showErrorAlert: false,
          showSuccessAlert: false,
        })
      ),
  });
}
