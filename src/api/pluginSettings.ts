import { getBackendSrv } from '@grafana/runtime';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lastValueFrom } from 'rxjs';
import { z } from 'zod';
import { PLUGIN_ID } from '../constants';
import type { ConnectionSettings } from '../settings/connectionSettings';

export interface PluginSettings {
  enabled: boolean;
  pinned: boolean;
  jsonData: ConnectionSettings;
  /** Left out to keep the token that is saved already. */
  secureJsonData?: { adminToken: string };
}

const SETTINGS_KEY = ['plugin-settings'];
const SETTINGS_URL = `/api/plugins/${PLUGIN_ID}/settings`;

const settingsSchema = z.object({
  enabled: z.boolean().default(true),
  pinned: z.boolean().default(true),
  // What else is kept there stays there.
  jsonData: z
    .looseObject({ proxyUrl: z.string().optional(), dataUrl: z.string().optional() })
    .nullish()
    .transform((data) => data ?? {}),
});

/** Saves the app's settings in Grafana. */
export function useSavePluginSettings() {
  return useMutation<unknown, unknown, PluginSettings>({ mutationFn: save });
}

/** The app's settings as Grafana has them now: what it handed over when the page was loaded may be older. */
export function usePluginSettings() {
  return useQuery<z.output<typeof settingsSchema>>({ queryKey: SETTINGS_KEY, queryFn: read });
}

/** Keeps the URL of the proxy's data listener among the app's settings, and leaves the others as they are. */
export function useSaveDataUrl() {
  const client = useQueryClient();
  return useMutation<void, unknown, string>({
    mutationFn: async (dataUrl) => {
      const settings = await read();
      await save({ ...settings, jsonData: { ...settings.jsonData, dataUrl } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: SETTINGS_KEY }),
  });
}

async function read(): Promise<z.output<typeof settingsSchema>> {
  const { data } = await lastValueFrom(
    getBackendSrv().fetch<unknown>({ url: SETTINGS_URL, method: 'GET', showErrorAlert: false })
  );
  return settingsSchema.parse(data);
}

function save(data: PluginSettings): Promise<unknown> {
  return lastValueFrom(
    getBackendSrv().fetch({
      url: SETTINGS_URL,
      method: 'POST',
      data,
      showErrorAlert: false,
      showSuccessAlert: false,
    })
  );
}
