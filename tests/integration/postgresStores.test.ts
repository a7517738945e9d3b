import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Postgres, startPostgres } from '../../dev/postgres';
import { activityStoreContract } from '../../proxy/store/testing/activityStoreContract';
import { auditLogContract } from '../../proxy/store/testing/auditLogContract';
import { credentialStoreContract } from '../../proxy/store/testing/credentialStoreContract';
import { policyStoreContract } from '../../proxy/store/testing/policyStoreContract';
import { proposalStoreContract } from '../../proxy/store/testing/proposalStoreContract';
import { subjectStoreContract } from '../../proxy/store/testing/subjectStoreContract';
import { SqlPolicyStore } from '../../proxy/store/sqlPolicyStore';
import { makePostgresPlace, type PostgresPlace } from './support/makePostgresPlace';

jest.setTimeout(60_000);

let folder: string;
let postgres: Postgres;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-stores-'));
  postgres = await startPostgres({ folder });
});
afterAll(async () => {
  await postgres.close();
  await rm(folder, { recursive: true });
});

policyStoreContract('PostgreSQL', () => makePostgresPlace(postgres));
credentialStoreContract('PostgreSQL', () => makePostgresPlace(postgres));
subjectStoreContract('PostgreSQL', () => makePostgresPlace(postgres));
auditLogContract('PostgreSQL', () => makePostgresPlace(postgres));
activityStoreContract('PostgreSQL', () => makePostgresPlace(postgres));
proposalStoreContract('PostgreSQL', () => makePostgresPlace(postgres));

describe('a PostgreSQL database', () => {
  let place: PostgresPlace;

  beforeEach(async () => {
    place = await makePostgresPlace(postgres);
  });
  afterEach(() => place.remove());

  const append = (store: SqlPolicyStore, expected: number) =>
    store.append({
      expected,
      document: '{}',
      tenants: 0,
      mappings: 0,
      comment: '',
      author: { name: 'carol', by: 'grafana-id', token: null },
      approvedBy: null,
      restoredFrom: null,
      createdAt: 1,
    });

  it.each(['revisions', 'revision_facts', 'credentials', 'credential_version', 'audit', 'audit_head', 'proposals'])(
    'is not emptied by TRUNCATE: %s',
    async (table) => {
      await append(new SqlPolicyStore(place.open()), 0);
      await expect(place.tamper(`TRUNCATE ${table}`)).rejects.toThrow(/never (deleted|emptied)/);
    }
  );

  it('keeps its guards for whoever looks for tables elsewhere', async () => {
    await append(new SqlPolicyStore(place.open()), 0);
    await place.tamper('CREATE SCHEMA decoy', 'CREATE TABLE decoy.revisions (number bigint)');
    await expect(
      place.tamper(
        "SET search_path TO decoy, public; INSERT INTO public.revision_facts (number, author_by, tenants, mappings) VALUES (1, 'file', 0, 0)"
      )
    ).rejects.toThrow('numbered without gaps');
  });

  it('keeps several stores apart by their schemas, with odd names too', async () => {
    const [one, other] = ['one', 'Other "schema"'].map((schema) => new SqlPolicyStore(place.open({ schema })));
    if (one === undefined || other === undefined) {
      throw new Error('two');
    }
    await append(one, 0);
    await append(one, 1);
    await append(other, 0);
    expect([(await one.latest()).number, (await other.latest()).number]).toEqual([2, 1]);
    expect(await place.ask("SELECT to_regclass('public.revisions') AS table")).toEqual([{ table: null }]);
    const again = await Promise.all(
      Array.from({ length: 5 }, () => new SqlPolicyStore(place.open({ schema: 'third' })).latest())
    );
    expect(again).toHaveLength(5);
  });

  it('survives a crash of the machine also where the server does not wait for the disk by default', async () => {
    await place.tamper(`ALTER DATABASE ${place.config.database} SET synchronous_commit TO off`);
    const seen = await place.open().change((db) => sql`SHOW synchronous_commit`.execute(db));
    expect(seen.rows).toEqual([{ synchronous_commit: 'on' }]);
  });

  it('sees what was written while it waited, whatever the isolation that the server prefers', async () => {
    await place.tamper(`ALTER DATABASE ${place.config.database} SET default_transaction_isolation TO 'serializable'`);
    const database = place.open();
    const changes = Array.from({ length: 10 }, () =>
      database.change(async (db) => {
        const { number } = await db.selectFrom('credential_version').select('number').executeTakeFirstOrThrow();
        await db
          .updateTable('credential_version')
          .set({ number: number + 1 })
          .execute();
      })
    );
    await Promise.all(changes);
    const rows = await place.ask('SELECT number::integer FROM credential_version');
    expect(rows).toEqual([{ number: 10 }]);
  });

  it('reports no change that the server has rolled back after an error that nobody minded', async () => {
    const database = place.open();
    const change = database.change(async (db) => {
      await db.updateTable('credential_version').set({ number: 5 }).execute();
      await sql`SELECT 1/0`.execute(db).catch(() => undefined);
    });
    await expect(change).rejects.toThrow('rolled back');
    expect(await place.ask('SELECT number::integer FROM credential_version')).toEqual([{ number: 0 }]);
  });

  it('gives its lock back when a process that holds it does not go on', async () => {
    const [stuck, other] = [place.open(), new SqlPolicyStore(place.open())];
    await other.latest();
    let release = () => {};
    let holds = () => {};
    const holding = new Promise<void>((resolve) => (holds = resolve));
    const held = stuck.change(async () => {
      holds();
      await new Promise<void>((resolve) => (release = resolve));
    });
    held.catch(() => undefined);
    await holding;
    const began = Date.now();
    expect((await append(other, 0)).number).toBe(1);
    expect(Date.now() - began).toBeLessThan(4_000);
    release();
  });

  it('hears of changes again after the connection that listens was lost', async () => {
    const [one, other] = [place.open(), new SqlPolicyStore(place.open())];
    let calls = 0;
    one.onChanged(() => (calls += 1));
    const heard = async (least: number) => {
      for (let waited = 0; calls < least && waited < 8_000; waited += 20) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(calls).toBeGreaterThanOrEqual(least);
    };
    await heard(1);
    await append(other, 0);
    await heard(2);
    const before = calls;
    await place.ask(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'"
    );
    await heard(before + 1);
    const again = calls;
    await append(other, 1);
    await heard(again + 1);
  });

  it('does not make its tables again when they have vanished', async () => {
    const store = new SqlPolicyStore(place.open());
    await append(store, 0);
    await place.tamper('DROP SCHEMA public CASCADE', 'CREATE SCHEMA public');
    await expect(store.latest()).rejects.toThrow('its tables are missing');
    await expect(store.latest()).rejects.toThrow('its tables are missing');
    expect((await new SqlPolicyStore(place.open()).latest()).number).toBe(0);
  });

  it('says what is wrong, never with the password', async () => {
    const failure = async (more: Parameters<PostgresPlace['open']>[0]) => {
      const error: unknown = await new SqlPolicyStore(place.open(more)).latest().catch((thrown: unknown) => thrown);
      return String(error);
    };
    expect(await failure({ password: 'guessed-secret' })).toMatch(/cannot be used: password authentication failed/);
    expect(await failure({ password: undefined })).toMatch(/password must be a non-empty string/);
    expect(await failure({ database: 'nowhere' })).toMatch(/database "nowhere" does not exist/);
    expect(await failure({ host: 'nowhere.invalid' })).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(await failure({ port: 9 })).toMatch(/ECONNREFUSED/);
    expect(await failure({ passwordFile: '/nowhere/password' })).toMatch(/ENOENT.*\/nowhere\/password/);
    expect(await failure({ password: 'guessed-secret' })).not.toContain('guessed-secret');
  });
});
