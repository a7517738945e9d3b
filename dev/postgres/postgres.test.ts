import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Postgres, startPostgres } from '.';

jest.setTimeout(60_000);

let folder: string;
let real: Postgres;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-postgres-test-'));
  real = await startPostgres({ folder, settings: { work_mem: '5MB' } }, {});
});
afterAll(async () => {
  await real.close();
  await rm(folder, { recursive: true });
});

async function open({ host, port, user, password }: Postgres, as = password): Promise<Client> {
  const client = new Client({ host, port, user, password: as, database: 'postgres', ssl: false });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function ask(postgres: Postgres, statement: string): Promise<unknown> {
  const client = await open(postgres);
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}

test('needs its password, is durable, and has the settings that were asked for', async () => {
  await expect(open(real, 'guessed')).rejects.toThrow('password authentication failed');
  expect(await ask(real, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  expect(await ask(real, 'SHOW work_mem')).toEqual([{ work_mem: '5MB' }]);
});

test('keeps what was committed when it is killed', async () => {
  await ask(real, 'CREATE TABLE kept (number integer)');
  await ask(real, 'INSERT INTO kept VALUES (1)');
  await real.kill();
  await real.start();
  expect(await ask(real, 'SELECT number FROM kept')).toEqual([{ number: 1 }]);
});

describe.each([
  ['a PostgreSQL of its own', () => Promise.resolve(real)],
  [
    'a PostgreSQL that was given',
    () =>
      startPostgres(
        { folder },
        { GATEHOUSE_TEST_POSTGRES_URL: real.url('postgres').replace('@', `:${real.password}@`) }
      ),
  ],
])('%s', (_name, start) => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await start();
  });
  afterAll(() => (postgres === real ? undefined : postgres.close()));
  beforeEach(() => postgres.start());

  test.each(['stop', 'kill'] as const)('goes away with its connections, and comes back: %s', async (how) => {
    const client = await open(postgres);
    const ended = new Promise((resolve) => client.once('end', resolve));
    await postgres[how]();
    await ended;
    await expect(open(postgres)).rejects.toThrow('ECONNREFUSED');
    await postgres.start();
    expect(await ask(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('answers nothing while it is frozen, and then what was asked meanwhile', async () => {
    const client = await open(postgres);
    await postgres.freeze();
    let answered = false;
    const answer = client.query('SELECT 1').then(() => (answered = true));
    const connecting = open(postgres);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(answered).toBe(false);
    await postgres.thaw();
    await answer;
    await (await connecting).end();
    await client.end();
  });

  test('can be stopped while it is frozen', async () => {
    await postgres.freeze();
    await postgres.stop();
    await postgres.start();
    expect(await ask(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

test('a given PostgreSQL must be one that the relay can reach', async () => {
  for (const url of [
    'mysql://user@127.0.0.1/x',
    'postgres://user@127.0.0.1/x?sslmode=require',
    'postgres://127.0.0.1',
  ]) {
    await expect(startPostgres({ folder }, { GATEHOUSE_TEST_POSTGRES_URL: url })).rejects.toThrow(
      'expected postgres://'
    );
  }
});
