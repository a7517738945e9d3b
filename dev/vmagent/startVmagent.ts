import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, type Program } from '../processes/findProgram';
import { freePort } from '../processes/freePort';
import { type Child, startChild } from '../processes/startChild';
import { waitFor, whileRunning } from '../processes/waitFor';

export const VMAGENT: Program = {
  name: 'vmagent',
  variable: 'GATEHOUSE_VMAGENT',
  commands: ['vmagent', 'vmagent-prod'],
  debianPackage: 'victoria-metrics',
};

export interface VmagentOptions {
  /** Where its queue, its secrets and its log are kept. The caller removes it. */
  folder: string;
  /** Where it writes samples, by Prometheus' remote write. */
  remoteWriteUrl: string;
  /** OAuth client credentials (RFC 6749, section 4.4), with which it gets its tokens. */
  oauth2?: { clientId: string; clientSecret: string; tokenUrl: string; scopes?: readonly string[] };
  /** `host:port` of what it scrapes each second at `/metrics`; nothing when left out. */
  scrape?: readonly string[];
  /** Further command line flags; of a flag that is named twice, the last one counts, or both when it is a list. */
  flags?: readonly string[];
}

/** A running vmagent. */
export interface Vmagent {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Gives it samples in Prometheus' text format, which it then writes. */
  push(lines: string): Promise<void>;
  /** Bytes that wait to be written. */
  pendingBytes(): Promise<number>;
  /** What `/metrics` says of one of its counters, all series of the name together. */
  counter(name: string): Promise<number>;
  /** Ends it and starts it again with the same queue. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts vmagent on a free loopback port and waits until it answers. */
export async function startVmagent(options: VmagentOptions): Promise<Vmagent> {
  const command = await findProgram(VMAGENT);
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const args = await flagsOf(options, address);
  let child = await run(command, args, options.folder, url);
  const counter = async (name: string) => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return metrics
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  };
  return {
    url,
    push: async (lines) => {
      const response = await fetch(`${url}/api/v1/import/prometheus`, { method: 'POST', body: lines });
      if (!response.ok) {
        throw new Error(`vmagent did not take the samples: ${response.status} ${await response.text()}`);
      }
    },
    pendingBytes: () => counter('vmagent_remotewrite_pending_data_bytes'),
    counter,
    restart: async () => {
      await child.stop();
      child = await run(command, args, options.folder, url);
    },
    close: () => child.stop(),
  };
}

async function flagsOf(options: VmagentOptions, address: string): Promise<string[]> {
  const { folder, remoteWriteUrl, oauth2, scrape, flags = [] } = options;
  await mkdir(folder, { recursive: true });
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const scraping = {
    scrape_configs: [{ job_name: 'test', scrape_interval: '1s', static_configs: [{ targets: scrape }] }],
  };
  return [
    `-httpListenAddr=${address}`,
    `-remoteWrite.url=${remoteWriteUrl}`,
    `-remoteWrite.tmpDataPath=${join(folder, 'queue')}`,
    '-remoteWrite.flushInterval=100ms',
    ...(oauth2 === undefined
      ? []
      : [
          `-remoteWrite.oauth2.clientID=${oauth2.clientId}`,
          `-remoteWrite.oauth2.clientSecretFile=${await file('client-secret', oauth2.clientSecret)}`,
          `-remoteWrite.oauth2.tokenUrl=${oauth2.tokenUrl}`,
          ...(oauth2.scopes === undefined ? [] : [`-remoteWrite.oauth2.scopes=${oauth2.scopes.join(';')}`]),
        ]),
    // YAML is a superset of JSON.
    ...(scrape === undefined ? [] : [`-promscrape.config=${await file('scrape.yaml', JSON.stringify(scraping))}`]),
    '-memory.allowedBytes=128MB',
    '-loggerLevel=WARN',
    ...flags,
  ];
}

async function run(command: string, args: readonly string[], folder: string, url: string): Promise<Child> {
  const log = join(folder, 'vmagent.log');
  const child = startChild({ name: 'vmagent', command, args, guarded: true, log });
  try {
    const healthy = waitFor(`vmagent at ${url}`, async () => ((await fetch(`${url}/health`)).ok ? true : undefined));
    await whileRunning(child, log, healthy);
    return child;
  } catch (error) {
    await child.stop();
    throw error;
  }
}
