import { parseArgs } from 'node:util';
import { startGrafana } from './startGrafana';

/*
 * Starts the emulated Grafana alone, against an identity provider and a proxy that run already:
 *
 *   npx tsx dev/grafana/main.ts --issuer http://127.0.0.1:9000 --proxy http://127.0.0.1:8431 \
 *     --admin http://127.0.0.1:8432 --token <admin token>
 *
 * Without --token the plugin starts unconfigured. The admin token may also come from GATEHOUSE_ADMIN_TOKEN.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      issuer: { type: 'string', default: 'http://127.0.0.1:9000' },
      proxy: { type: 'string', default: 'http://127.0.0.1:8431' },
      admin: { type: 'string', default: 'http://127.0.0.1:8432' },
      token: { type: 'string', default: process.env.GATEHOUSE_ADMIN_TOKEN },
      plugin: { type: 'string', default: 'dist' },
    },
  });
  const grafana = await startGrafana({
    port: Number(values.port),
    issuer: values.issuer,
    clientId: 'grafana',
    clientSecret: 'grafana-secret',
    pluginDist: values.plugin,
    pluginSettings: values.token
      ? { jsonData: { proxyUrl: values.admin }, secureJsonData: { adminToken: values.token } }
      : undefined,
    dataSources: [
      { uid: 'cluster', name: 'VictoriaMetrics cluster', url: `${values.proxy}/backend/cluster` },
      { uid: 'single', name: 'VictoriaMetrics single node', url: `${values.proxy}/backend/single` },
    ],
  });
  console.log(JSON.stringify({ event: 'ready', url: grafana.url }));
  process.once('SIGINT', () => void grafana.close());
  process.once('SIGTERM', () => void grafana.close());
}

void main();
