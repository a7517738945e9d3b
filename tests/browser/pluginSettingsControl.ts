import type { APIRequestContext } from '@playwright/test';
import type { Environment } from './environment';

/** Saves the settings with which the app works, beside the page under test. */
export async function savePluginSettings(carol: APIRequestContext, environment: Environment): Promise<void> {
  const response = await carol.post('/api/plugins/gatehouse-tenancy-app/settings', {
    data: {
      enabled: true,
      pinned: true,
      jsonData: { proxyUrl: environment.adminUrl },
      secureJsonData: { adminToken: environment.adminToken },
    },
  });
  if (!response.ok()) {
    throw new Error(`saving the plugin's settings answered ${response.status()}`);
  }
}
