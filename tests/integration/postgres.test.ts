import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { POSTGRES } from '../../dev/postgres/ownPostgres';
import { findProgram } from '../../dev/processes/findProgram';
import { askPostgres } from './support/makePostgresPlace';
import { type Proxy, publish } from './support/startProxy';
import { OF_EVERYBODY, OF_NOBODY, type Replicas, startReplicas } from './support/startReplicas';

jest.setTimeout(120_000);

/** No call may take longer, whatever the server does; machines that are busy with other tests included. */
const PATIENCE = 15_000;

let replicas: Replicas;
let proxy: Proxy;
let revision: number;

beforeAll(async () => {
  replicas = await startReplicas();
  proxy = await replicas.start();
});
afterAll(() => replicas.close());

beforeEach(async () => {
  ({ revision } = await proxy.put(OF_EVERYBODY));
  expect(await replicas.query(proxy)).toBe(200);
});

const asServer = (statement: string) => askPostgres(replicas.postgres, 'postgres', statement);
const database = () => replicas.place.config.database;
const endConnections = () =>
  asServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database()}'`);

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await holds())) {
    if (Date.now() - began > 2 * PATIENCE) {
      throw new Error(`not within ${(2 * PATIENCE) / 1000} s: ${what}`);
    }
    await sleep(100);
  }
}

async function tryToPublish(): Promise<{ status: number; code?: string }> {
  const began = performance.now();
  const response = await publish(proxy.admin, revision, OF_NOBODY, 'a try');
  expect(performance.now() - began).toBeLessThan(PATIENCE);
  return { status: response.status, code: ((await response.json()) as { code?: string }).code };
}

const readyz = async () => (await fetch(`${proxy.adminUrl}/readyz`)).text();
const metrics = async () => (await fetch(`${proxy.adminUrl}/metrics`)).text();

async function recovers(): Promise<void> {
  await until('the store is available', async () => (await metrics()).includes('gatehouse_store_available 1'));
  await until('ready', async () => !(await readyz()).includes('store-unavailable'));
  expect(await tryToPublish()).toMatchObject({ status: 200 });
  expect(await replicas.query(proxy)).toBe(403);
}

test.each<[string, () => Promise<unknown>, () => Promise<unknown>, RegExp]>([
  ['is stopped', () => replicas.postgres.stop(), () => replicas.postgres.start(), /ECONNREFUSED|shut/],
  ['crashes', () => replicas.postgres.kill(), () => replicas.postgres.start(), /ECONNREFUSED|terminated|starting/],
  ['freezes', () => replicas.postgres.freeze(), () => replicas.postgres.thaw(), /does not answer/],
  [
    'wants another password, which the file has later',
    async () => {
      await asServer(`ALTER ROLE ${replicas.role} PASSWORD 'another-password'`);
      await endConnections();
    },
    () => writeFile(replicas.passwordFile, 'another-password\n'),
    /password authentication failed/,
  ],
  [
    'does not know the database',
    async () => {
      await asServer(`ALTER DATABASE ${database()} WITH ALLOW_CONNECTIONS false`);
      await endConnections();
      await asServer(`ALTER DATABASE ${database()} RENAME TO elsewhere`);
    },
    async () => {
      await asServer(`ALTER DATABASE elsewhere RENAME TO ${database()}`);
      await asServer(`ALTER DATABASE ${database()} WITH ALLOW_CONNECTIONS true`);
    },
    /does not exist|not currently accepting|terminating/,
  ],
])(
  'queries go on and edits get 503 while PostgreSQL %s; then all goes on by itself',
  async (_name, harm, repair, reason) => {
    const before = proxy.events('store-unavailable').length;
    await harm();
    try {
      await until('the metric says so', async () => (await metrics()).includes('gatehouse_store_available 0'));
      expect(await readyz()).toContain('store-unavailable');
      expect(await tryToPublish()).toEqual({ status: 503, code: 'store-unavailable' });
      expect(await replicas.query(proxy)).toBe(200);
      const errors = proxy.events('store-unavailable').slice(before);
      expect(errors.map(({ error }) => String(error)).join('\n')).toMatch(reason);
      expect(proxy.logs()).not.toMatch(/the-password|another-password/);
    } finally {
      await repair();
    }
    await recovers();
  }
);

test('queries go on and edits get 503 while PostgreSQL is read-only, as a standby is', async () => {
  await asServer(`ALTER DATABASE ${database()} SET default_transaction_read_only TO on`);
  await endConnections();
  try {
    expect(await tryToPublish()).toEqual({ status: 503, code: 'store-unavailable' });
    expect(await replicas.query(proxy)).toBe(200);
    // A replica that starts now reads what is there.
    const other = await replicas.start();
    await until('its queries are answered', async () => (await replicas.query(other)) === 200);
    await other.kill();
  } finally {
    await asServer(`ALTER DATABASE ${database()} RESET default_transaction_read_only`);
    await endConnections();
  }
  await recovers();
});

test('a replica that starts while PostgreSQL is away refuses queries until it is there', async () => {
  await replicas.postgres.stop();
  let other: Proxy;
  try {
    other = await replicas.start();
    expect(await replicas.query(other)).toBe(503);
    expect(await (await fetch(`${other.adminUrl}/readyz`)).text()).toContain('policy-unread');
  } finally {
    await replicas.postgres.start();
  }
  await until('its queries are answered', async () => (await replicas.query(other)) === 200);
  await other.kill();
  await recovers();
});

const own = (process.env.GATEHOUSE_TEST_POSTGRES_URL ?? '') === '';

(own ? test : test.skip)('a history that goes back is not obeyed before a restart, and a dump is whole', async () => {
  const dump = await program('pg_dump', '--dbname', database());
  const withdrawn = await proxy.put(OF_NOBODY);
  expect(await replicas.query(proxy)).toBe(403);
  await asServer(`DROP DATABASE ${database()} WITH (FORCE)`);
  await asServer(`CREATE DATABASE ${database()} OWNER ${replicas.role}`);
  const file = join(dirname(replicas.passwordFile), 'dump.sql');
  await writeFile(file, dump);
  await program('psql', '--dbname', database(), '--set', 'ON_ERROR_STOP=1', '--quiet', '--file', file);
  await until('it is noticed', async () => (await metrics()).includes('gatehouse_store_available 0'));
  expect(await tryToPublish()).toMatchObject({ status: 503 });
  // What was withdrawn stays withdrawn.
  expect(await replicas.query(proxy)).toBe(403);
  expect(
    proxy
      .events('store-unavailable')
      .map(({ error }) => String(error))
      .join()
  ).toMatch(/emptied, restored or changed for another one/);
  // Its guards came back with it.
  await expect(replicas.ask("UPDATE revisions SET comment = ''")).rejects.toThrow('revisions never change');
  await proxy.kill();
  proxy = await replicas.start();
  // It serves before the issuer's keys are there, and looks again when a connection was slow to come.
  await until('its queries are answered', async () => (await replicas.query(proxy)) === 200);
  await until('a change is taken', async () => {
    const { status } = await publish(proxy.admin, withdrawn.revision - 1, OF_NOBODY, 'again');
    return status === 200;
  });
  expect(await replicas.query(proxy)).toBe(403);
});

/** Runs a program that comes with the server. */
async function program(name: string, ...args: string[]): Promise<string> {
  const { host, port, user, password } = replicas.postgres;
  const path = await findProgram({ ...POSTGRES, name, variable: '', commands: [name] });
  const connection = ['--host', host, '--port', String(port), '--username', user, '--no-password'];
  const env = { ...process.env, PGPASSWORD: password };
  const { stdout } = await promisify(execFile)(path, [...connection, ...args], { env, maxBuffer: 100_000_000 });
  return stdout;
}
