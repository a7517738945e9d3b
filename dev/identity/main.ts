import { parseArgs } from 'node:util';
import { startControlServer } from './controlServer';
import { startIdentityProvider } from './startIdentityProvider';

// The provider as a program of its own: `tsx dev/identity/main.ts --grafana-url http://localhost:3000 [--port 0]`. When it is ready it
// prints one JSON line; it ends when its standard input closes, so that it never outlives who started it.
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'grafana-url': { type: 'string', multiple: true }, port: { type: 'string', default: '0' } },
  });
  const provider = await startIdentityProvider({
    port: Number(values.port),
    grafanaUrl: values['grafana-url'] ?? 'http://localhost:3000',
  });
  const control = await startControlServer(provider);
  console.log(JSON.stringify({ event: 'ready', issuer: provider.issuer, control: control.url }));

  const end = () => process.exit(0);
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.stdin.once('end', end).resume();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
