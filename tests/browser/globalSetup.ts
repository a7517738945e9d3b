import { startStack } from './startStack';

/** Starts the stack, unless the environment names a Grafana to test, and ends it after the tests. */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.GATEHOUSE_TEST_GRAFANA_URL !== undefined) {
    return undefined;
  }
  const stack = await startStack();
  Object.assign(process.env, {
    GATEHOUSE_TEST_GRAFANA_URL: stack.grafanaUrl,
    GATEHOUSE_TEST_GRAFANA_KIND: 'emulated',
    GATEHOUSE_TEST_ADMIN_URL: stack.adminUrl,
    GATEHOUSE_TEST_DATA_URL: stack.proxyUrl,
    GATEHOUSE_TEST_ADMIN_TOKEN: stack.adminToken,
    GATEHOUSE_TEST_VIEWER_TOKEN: stack.viewerToken,
  });
  return stack.close;
}
