import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findProgram, type Program } from '../processes/findProgram';
import { freePort } from '../processes/freePort';
import { type Child, startChild } from '../processes/startChild';
import { waitFor, whileRunning } from '../processes/waitFor';
import { answersPostgres } from './answersPostgres';
import { type Account, accountFor } from './accountFor';
import type { Postgres } from './postgres';
import { processTree } from './processTree';

export const POSTGRES: Program = {
  name: 'PostgreSQL',
  variable: 'GATEHOUSE_POSTGRES',
  commands: ['postgres'],
  debianPackage: 'postgresql',
  debianFolder: '/usr/lib/postgresql/*/bin',
};

const USER = 'gatehouse';
const STOP_TIMEOUT = 30_000;

export interface PostgresOptions {
  /** Where its log is kept. The caller removes it. */
  folder: string;
  /** Lines of postgresql.conf, beside what is needed to listen. */
  settings?: Readonly<Record<string, string>>;
  /** Serves TLS with these, as PEM; plain connections stay possible. */
  tls?: { readonly certificate: string; readonly key: string };
}

/** A PostgreSQL of its own, which is gone with everything it kept when it is closed. */
export async function ownPostgres({ folder, settings = {}, tls }: PostgresOptions): Promise<Postgres> {
  const command = await findProgram(POSTGRES);
  const account = await accountFor();
  await mkdir(folder, { recursive: true });
  const log = join(folder, 'postgres.log');
  // Not in the caller's folder: the account that it runs as might not get there.
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-postgres-'));
  const data = join(home, 'data');
  const [password, port] = [randomBytes(12).toString('hex'), await freePort()];
  const run = async () => {
    const child = startChild({ name: 'PostgreSQL', ...as(account, command, ['-D', data]), guarded: true, log });
    try {
      await whileRunning(
        child,
        log,
        waitFor(`PostgreSQL on port ${port}`, () => answersPostgres(port))
      );
      return child;
    } catch (error) {
      await child.stop();
      throw error;
    }
  };
  const pids = async () => {
    const first = await readFile(join(data, 'postmaster.pid'), 'utf8');
    return processTree(Number(first.split('\n')[0]));
  };
  const signalAll = async (signal: NodeJS.Signals) => {
    // The first one first: it starts the others.
    for (const pid of await pids()) {
      signalIfThere(pid, signal);
    }
  };

  await writeFile(join(home, 'password'), password, { mode: 0o644 });
  await giveTo(account, home);
  await initialise(account, join(dirname(command), 'initdb'), home, log);
  await writeSettings(account, data, { port: String(port), socket: home, settings, tls });
  let child: Child | undefined = await run();

  const end = async (how: () => Promise<void>) => {
    const ending = child;
    child = undefined;
    if (ending !== undefined) {
      await how();
      await ending.exited;
    }
  };
  const stop = () =>
    end(async () => {
      await signalAll('SIGCONT');
      const [first] = await pids();
      if (first !== undefined) {
        // SIGINT ends connections; SIGTERM would wait for them.
        signalIfThere(first, 'SIGINT');
      }
      setTimeout(() => void signalAll('SIGKILL').catch(() => undefined), STOP_TIMEOUT).unref();
    });
  return {
    host: '127.0.0.1',
    port,
    user: USER,
    password,
    url: (database) => `postgres://${USER}@127.0.0.1:${port}/${database}`,
    stop,
    kill: () => end(() => signalAll('SIGKILL')),
    start: async () => {
      child ??= await run();
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    close: async () => {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root; then it runs as somebody else. */
function as(account: Account | undefined, command: string, args: readonly string[]) {
  return account === undefined
    ? { command, args }
    : {
        command: 'setpriv',
        args: [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', command, ...args],
      };
}

async function giveTo(account: Account | undefined, ...paths: string[]): Promise<void> {
  if (account !== undefined) {
    await Promise.all(paths.map((path) => chown(path, account.uid, account.gid)));
  }
}

async function initialise(account: Account | undefined, initdb: string, home: string, log: string): Promise<void> {
  const args = [
    ...['--pgdata', join(home, 'data'), '--username', USER, '--pwfile', join(home, 'password')],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
  ];
  const child = startChild({ name: 'initdb', ...as(account, initdb, args), log, cwd: home });
  const how = await child.exited;
  if (!how.endsWith('exit code 0')) {
    throw new Error(`${how}. The end of ${log}:\n${(await readFile(log, 'utf8')).slice(-2_000)}`);
  }
}

interface ServerSettings extends Pick<PostgresOptions, 'settings' | 'tls'> {
  port: string;
  socket: string;
}

async function writeSettings(account: Account | undefined, data: string, options: ServerSettings): Promise<void> {
  const { port, socket, settings, tls } = options;
  const all: Record<string, string> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socket,
    shared_buffers: '16MB',
    max_connections: '60',
    ...(tls && { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' }),
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'`);
  await writeFile(join(data, 'postgresql.auto.conf'), `${lines.join('\n')}\n`);
  if (tls) {
    const files = [join(data, 'server.crt'), join(data, 'server.key')] as const;
    await writeFile(files[0], tls.certificate);
    await writeFile(files[1], tls.key);
    await chmod(files[1], 0o600);
    await giveTo(account, ...files);
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
