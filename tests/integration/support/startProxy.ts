import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { gatehouseCommand } from './gatehouseCommand';
import { holdToDocument } from './openApi/holdToDocument';

const REPOSITORY = resolve(__dirname, '../../..');
const READY_TIMEOUT = 60_000;

export const ADMIN_TOKEN = 'integration-admin-token-0123456789';

export interface StartOptions {
  /** Replaces top-level keys of the configuration that `configuration()` makes. */
  configOverrides?: Record<string, unknown>;
  /** Where the configuration and the store lie; a fresh folder, removed by `stop` and `kill`, when left out. */
  folder?: string;
  environment?: NodeJS.ProcessEnv;
  /** Node's arguments that run `gatehouse`; see `gatehouseCommand`. */
  command?: readonly string[];
}

export interface Proxy {
  /** The data listener, without a slash at the end. */
  url: string;
  /** The admin listener, without a slash at the end. */
  adminUrl: string;
  adminToken: string;
  folder: string;
  process: ChildProcess;
  /** Everything that the process has written so far, on both streams. */
  logs(): string;
  /** The log lines with this event. */
  events(name: string): Array<Record<string, unknown>>;
  /** A call of the admin API with the token; `path` begins with a slash. Answers are held to what the API says of itself. */
  admin(path: string, init?: RequestInit): Promise<Response>;
  /** Publishes a policy on top of the latest revision; throws with the answer's body when it is refused. */
  put(policy: unknown, comment?: string): Promise<{ revision: number; policy: unknown; warnings: unknown[] }>;
  /** Stops gracefully; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Ends the process at once, as a crash would. */
  kill(): Promise<void>;
}

/** A configuration on free ports, with an issuer and backends that do not exist. */
export function configuration(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    listen: '127.0.0.1:0',
    admin: { listen: '127.0.0.1:0', token: ADMIN_TOKEN },
    issuers: [{ name: 'keycloak', issuer: 'http://127.0.0.1:9/realms/acme', audience: ['grafana'] }],
    backends: [
      { name: 'cluster', kind: 'victoriametrics-cluster', read: ['http://127.0.0.1:9'] },
      { name: 'single', kind: 'victoriametrics', url: 'http://127.0.0.1:9' },
    ],
    store: 'sqlite:gatehouse.db',
    ...overrides,
  };
}

// A test that is broken off must not leave proxies behind.
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Runs `gatehouse` with these arguments, without waiting for anything. */
export function spawnGatehouse(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  command: readonly string[] = gatehouseCommand()
): ChildProcess {
  const child = spawn(process.execPath, [...command, ...args], {
    cwd: REPOSITORY,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Runs `gatehouse` to its end. */
export async function runGatehouse(args: readonly string[], environment?: NodeJS.ProcessEnv) {
  const child = spawnGatehouse(args, environment);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Starts the real proxy as a process of its own and waits until it serves. */
export async function startProxy(options: StartOptions = {}): Promise<Proxy> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'gatehouse-proxy-')));
  const file = join(folder, 'gatehouse.yaml');
  await writeFile(file, stringify(configuration(options.configOverrides)));
  const child = spawnGatehouse(['serve', '--config', file], options.environment, options.command);
  let logs = '';
  child.stdout?.on('data', (chunk) => (logs += String(chunk)));
  child.stderr?.on('data', (chunk) => (logs += String(chunk)));
  const exited = once(child, 'exit').then(([code]) => code as number | null);

  const events = (name: string) => readEvents(logs).filter(({ event }) => event === name);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const code = await exited;
    if (options.folder === undefined) {
      await rm(folder, { recursive: true, force: true });
    }
    return code;
  };

  const deadline = Date.now() + READY_TIMEOUT;
  while (events('ready').length === 0) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await end('SIGKILL');
      throw new Error(`the proxy did not start:\n${logs}`);
    }
    await sleep(20);
  }
  const [ready] = events('ready');
  const adminUrl = `http://${String(ready?.admin)}`;

  const hold = holdToDocument(adminUrl);
  const admin: Proxy['admin'] = async (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('Authorization', headers.get('Authorization') ?? `Bearer ${ADMIN_TOKEN}`);
    const response = await fetch(`${adminUrl}${path}`, { ...init, headers });
    await hold(path, init.method ?? 'GET', response);
    return response;
  };

  return {
    url: `http://${String(ready?.listen)}`,
    adminUrl,
    adminToken: ADMIN_TOKEN,
    folder,
    process: child,
    logs: () => logs,
    events,
    admin,
    put: async (policy, comment = 'test') => {
      const shown = await admin('/v1/policy');
      if (shown.status !== 200) {
        throw new Error(`the policy was answered with ${shown.status}: ${await shown.text()}\n${logs}`);
      }
      const latest = (await shown.json()) as { revision: number };
      const response = await publish(admin, latest.revision, policy, comment);
      if (response.status !== 200) {
        throw new Error(`publishing was answered with ${response.status}: ${await response.text()}`);
      }
      return (await response.json()) as Awaited<ReturnType<Proxy['put']>>;
    },
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
    },
  };
}

/** `PUT /v1/policy` on top of a revision, whatever the answer is. */
export function publish(
  admin: Proxy['admin'],
  revision: number,
  policy: unknown,
  comment: string,
  headers: Record<string, string> = {}
): Promise<Response> {
  return admin('/v1/policy', {
    method: 'PUT',
    headers: { 'If-Match': `"${revision}"`, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ policy, comment }),
  });
}

function readEvents(logs: string): Array<Record<string, unknown>> {
  return logs.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Record<string, unknown>];
    } catch {
      return [];
    }
  });
}
