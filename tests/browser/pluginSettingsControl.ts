import type { APIRequestContext } from '@playwright/test';

/** What the app is told about the proxy. */
export interface Connection {
  /** Empty: nobody has said where the proxy is. */
  adminUrl: string;
  adminToken: string;
  /** The listener for queries, where somebody has said so. */
  dataUrl?: string;
}

/** Saves the settings with which the app works, beside the page under test. */
export async function savePluginSettings(carol: APIRequestContext, connection: Connection): Promise<void> {
  const { adminUrl, adminToken, dataUrl } = connection;
  const response = await carol.post('/api/plugins/gatehouse-tenancy-app/settings', {
    data: {
      enabled: true,
      pinned: true,
      jsonData: adminUrl === '' ? {} : { proxyUrl: adminUrl, dataUrl },
      secureJsonData: { adminToken },
    },
  });
  if (!response.ok()) {
    throw new Error(`saving the plugin's settings answered ${response.status()}`);
  }
}
