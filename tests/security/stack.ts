import { z } from 'zod';
import { type Proxy, startProxy } from '../integration/support/startProxy';
import type { Backends } from './backends';
import { policyOf } from './senders';

/** The real proxy in front of the backends, with the policy of the run in force. */
export interface Stack {
  backends: Backends;
  proxy: Proxy;
  /** The data listener's port, for raw sockets. */
  port: number;
  /** How the proxy was started, for others beside it. */
  command: readonly string[] | undefined;
  configOverrides: ReturnType<typeof configurationFor>;
  close(): Promise<void>;
}

/**
 * Starts the proxy on backends that run already.
 *
 * @param command Node's arguments that run `gatehouse`; the sources, or their latest build, when left out
 */
export async function startStack(backends: Backends, command?: readonly string[]): Promise<Stack> {
  const configOverrides = configurationFor(backends);
  const proxy = await startProxy({ command, configOverrides });
  await proxy.put(policyOf(backends.world));
  await backends.grafana.renew();
  backends.credential = await createCredential(proxy, 'meter');
  backends.forget();
  return {
    backends,
    proxy,
    port: Number(new URL(proxy.url).port),
    command,
    configOverrides,
    close: async () => void (await proxy.stop()),
  };
}

/** Longest body of a write here, so that one that is longer costs little. */
export const WRITE_BYTES = 1024 * 1024;

async function createCredential(proxy: Proxy, name: string): Promise<string> {
  const response = await proxy.admin('/v1/credentials', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const { secret } = z.object({ secret: z.string() }).parse(await response.json());
  return secret;
}

function configurationFor({ identity, grafana, cluster, single, mimir }: Backends) {
  return {
    issuers: [
      { name: 'test', issuer: identity.issuer, audience: ['grafana'] },
      { name: 'grafana', kind: 'grafana', issuer: grafana.issuer, jwksFile: grafana.keysFile },
    ],
    backends: [
      {
        name: 'cluster',
        kind: 'victoriametrics-cluster',
        read: [cluster.selectUrl],
        write: [cluster.insertUrl],
        opentsdb: cluster.opentsdbUrl,
      },
      {
        name: 'single',
        kind: 'victoriametrics',
        url: single.url,
        opentsdb: single.opentsdbUrl,
        // Debian's version cannot check the names of labels.
        safety: 'vouched',
      },
      { name: 'mimir', kind: 'mimir', url: mimir.url },
    ],
    requests: { writeBytes: WRITE_BYTES },
  };
}
