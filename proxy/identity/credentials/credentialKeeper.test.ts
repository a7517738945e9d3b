import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import type { NewCredential } from '../../store/credentialStore';
import { StoreUnavailable } from '../../store/storeUnavailable';
import { SqlCredentialStore } from '../../store/sqlCredentialStore';
import { SqliteDatabase } from '../../store/sqliteDatabase';
import { createLogger } from '../../telemetry/logger';
import { createMetrics, type Metrics } from '../../telemetry/metrics';
import { CREDENTIAL_BOUNDS } from './bounds';
import { CredentialKeeper } from './credentialKeeper';
import { hashSecret, makeSecret, prefixOf } from './secret';

const NOW = 1_800_000_000_000;
const SECRET = makeSecret();

const made = (secret: string, more: Partial<NewCredential> = {}): NewCredential => ({
  id: hashSecret(secret).slice(0, 8),
  name: 'vmagent',
  comment: '',
  prefix: prefixOf(secret),
  hash: hashSecret(secret),
  createdAt: NOW,
  createdBy: 'carol',
  expiresAt: null,
  ...more,
});
const ID = made(SECRET).id;

let folder: string;
let file: string;
let clock: number;
let lines: string[];
let metrics: Metrics;
let opened: Array<{ keeper: CredentialKeeper; database: SqliteDatabase }>;

/** A keeper as one process has it, on the same file as the others. */
function open(): CredentialKeeper {
  metrics = createMetrics('test');
  const database = new SqliteDatabase(file);
  const keeper = new CredentialKeeper({
    store: new SqlCredentialStore(database, CREDENTIAL_BOUNDS),
    metrics,
    logger: createLogger('info', { write: (line: string) => void lines.push(line) }),
    now: () => clock,
  });
  opened.push({ keeper, database });
  return keeper;
}

const ask = (keeper: CredentialKeeper, secret = SECRET, name?: string) => {
  const identified = keeper.identify({ secret, name }, clock);
  return identified.ok ? identified.subject.id : `${identified.status} ${identified.reason}`;
};
const create = (keeper: CredentialKeeper, credential = made(SECRET)) =>
  keeper.change((store) => store.create(credential));
const revoke = (keeper: CredentialKeeper, id = ID) => keeper.change((store) => store.revoke(id, clock, 'dave'));
const events = () => lines.map((line) => (JSON.parse(line) as { event: string }).event);
const valueOf = async (metric: 'credentials' | 'credentialsCurrent') => (await metrics[metric].get()).values[0]?.value;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-credential-keeper-'));
  file = join(folder, 'data', 'gatehouse.db');
  clock = NOW;
  lines = [];
  opened = [];
});

afterEach(async () => {
  for (const { keeper, database } of opened) {
    await keeper.close();
    await database.close();
  }
  await rm(folder, { recursive: true });
});

describe('a credential', () => {
  it('names its service, by the same object while it holds', async () => {
    const keeper = open();
    await keeper.start();
    await create(keeper);
    const [one, other] = [0, 0].map(() => keeper.identify({ secret: SECRET, name: undefined }, clock));
    expect(one).toMatchObject({
      ok: true,
      subject: { issuer: 'gatehouse', kind: 'service', id: 'vmagent', emailVerified: false, groups: [], claims: {} },
    });
    await create(keeper, made(makeSecret(), { name: 'another' }));
    await keeper.change((store) => store.edit(ID, { comment: 'new' }, clock));
    const later = keeper.identify({ secret: SECRET, name: 'vmagent' }, clock);
    expect(one?.ok && other?.ok && later.ok && one.subject === other.subject && one.subject === later.subject).toBe(
      true
    );
  });

  it('is refused for the exact reason, and all reasons are told as one', async () => {
    const keeper = open();
    await keeper.start();
    const [brief, withdrawn] = [makeSecret(), makeSecret()];
    await create(keeper);
    await create(keeper, made(brief, { expiresAt: NOW + 1000 }));
    await create(keeper, made(withdrawn, { expiresAt: NOW + 1000 }));
    await revoke(keeper, made(withdrawn).id);
    clock = NOW + 999;
    expect(ask(keeper, brief)).toBe('vmagent');
    clock = NOW + 1000;
    const cases: Array<[string, string | undefined, string]> = [
      [makeSecret(), undefined, 'credential-unknown'],
      [SECRET, 'vmagent2', 'credential-name'],
      [SECRET, '', 'credential-name'],
      [brief, undefined, 'credential-expired'],
      [withdrawn, undefined, 'credential-revoked'],
      [`${SECRET}=`, undefined, 'credential-malformed'],
      [SECRET.slice(0, -1), undefined, 'credential-malformed'],
      [`${SECRET}\n`, undefined, 'credential-malformed'],
      ['gate_', undefined, 'credential-malformed'],
      [made(SECRET).hash, undefined, 'credential-malformed'],
    ];
    for (const [secret, name, reason] of cases) {
      const refused = keeper.identify({ secret, name }, clock);
      expect(refused).toMatchObject({ ok: false, status: 401, reason, publicReason: 'credential-invalid' });
      expect(JSON.stringify(refused)).not.toContain(secret.slice(12, 40) || 'nothing');
    }
  });

  it('cannot be told while the store was never read', async () => {
    const keeper = open();
    const refused = keeper.identify({ secret: SECRET, name: undefined }, clock);
    expect(refused).toMatchObject({ ok: false, status: 503, publicReason: 'credentials-unavailable' });
    expect(keeper.read).toBe(false);
  });
});

describe('changes', () => {
  it('made here count before they resolve', async () => {
    const keeper = open();
    await keeper.start();
    expect(ask(keeper)).toBe('401 credential-unknown');
    await create(keeper);
    expect(ask(keeper)).toBe('vmagent');
    expect(await valueOf('credentials')).toBe(1);
    await revoke(keeper);
    expect(ask(keeper)).toBe('401 credential-revoked');
    expect(await valueOf('credentials')).toBe(0);
  });

  it('made by another process count here within a second', async () => {
    const [here, there] = [open(), open()];
    await Promise.all([here.start(), there.start()]);
    await create(there);
    await sleep(1000);
    expect(ask(here)).toBe('vmagent');
    await revoke(there);
    await sleep(1000);
    expect(ask(here)).toBe('401 credential-revoked');
  });

  it('are known after a start', async () => {
    const keeper = open();
    await keeper.start();
    await create(keeper);
    const next = open();
    await next.start();
    expect(ask(next)).toBe('vmagent');
  });

  it('are not confirmed when they could not be read back', async () => {
    const keeper = open();
    await keeper.start();
    await create(keeper);
    const confirmed = keeper.change(async (store) => {
      await store.revoke(ID, clock, 'dave');
      await rename(join(folder, 'data'), join(folder, 'away'));
    });
    await expect(confirmed).rejects.toThrow(StoreUnavailable);
    expect(ask(keeper)).toBe('vmagent');
    await rename(join(folder, 'away'), join(folder, 'data'));
    await keeper.refresh();
    expect(ask(keeper)).toBe('401 credential-revoked');
  });
});

describe('while the store is away', () => {
  it('those that were known count, nothing is changed, and log and metric say so', async () => {
    const keeper = open();
    await keeper.start();
    await create(keeper);
    const withdrawn = makeSecret();
    await create(keeper, made(withdrawn));
    await revoke(keeper, made(withdrawn).id);
    await rename(join(folder, 'data'), join(folder, 'away'));
    await keeper.refresh();
    await keeper.refresh();
    expect([ask(keeper), ask(keeper, withdrawn)]).toEqual(['vmagent', '401 credential-revoked']);
    expect(keeper.state).toEqual({ current: false, error: expect.stringContaining('ENOENT') });
    expect(await valueOf('credentialsCurrent')).toBe(0);
    await expect(revoke(keeper)).rejects.toThrow(StoreUnavailable);
    expect(events()).toEqual(['credentials-current', 'credentials-stale']);
    await rename(join(folder, 'away'), join(folder, 'data'));
    await keeper.refresh();
    expect(events()).toEqual(['credentials-current', 'credentials-stale', 'credentials-current']);
    expect(await valueOf('credentialsCurrent')).toBe(1);
  });

  it('those that expire do', async () => {
    const keeper = open();
    await keeper.start();
    await create(keeper, made(SECRET, { expiresAt: NOW + 1000 }));
    await rename(join(folder, 'data'), join(folder, 'away'));
    clock = NOW + 1000;
    expect(ask(keeper)).toBe('401 credential-expired');
  });
});

describe('a store that was restored', () => {
  it.each([
    ['to an older state', 1],
    ['to another state with as many changes', 2],
  ])('%s gives nothing back that was revoked', async (_name, number) => {
    const keeper = open();
    await keeper.start();
    await create(keeper);
    await revoke(keeper);
    const database = new Database(file);
    database.exec("DELETE FROM credentials WHERE name = 'vmagent'");
    database.exec(`UPDATE credential_version SET number = ${number - 1}, stamp = 'other'`);
    database.close();
    const restored = new SqliteDatabase(file);
    await new SqlCredentialStore(restored, CREDENTIAL_BOUNDS).create(made(SECRET));
    await restored.close();

    await keeper.refresh();
    expect(ask(keeper)).toBe('401 credential-revoked');
    expect(keeper.state).toEqual({ current: false, error: expect.stringContaining('restored') });
    await keeper.noteUses();
    expect(ask(keeper)).toBe('401 credential-revoked');
    await expect(create(keeper, made(makeSecret()))).rejects.toThrow('restored');
    const next = open();
    await next.start();
    expect(ask(next)).toBe('vmagent');
  });
});

describe('use', () => {
  const noted = async (keeper: CredentialKeeper) => {
    await keeper.refresh();
    const credential = keeper.find(ID);
    return credential && [credential.lastUsedAt, keeper.lastUsed(credential)];
  };

  it('is seen here at once, noted later, and then seen by others', async () => {
    const [here, there] = [open(), open()];
    await Promise.all([here.start(), there.start()]);
    await create(here);
    expect(await noted(here)).toEqual([null, undefined]);
    ask(here);
    expect(await noted(here)).toEqual([null, NOW]);
    expect(await noted(there)).toEqual([null, undefined]);
    await here.noteUses();
    await there.noteUses();
    expect(await noted(here)).toEqual([NOW, NOW]);
    expect(await noted(there)).toEqual([NOW, NOW]);
  });

  it('is what came by a good credential and was not only asked about', async () => {
    const keeper = open();
    await keeper.start();
    await create(keeper);
    ask(keeper, SECRET, 'somebody');
    expect(keeper.recognise({ secret: SECRET, name: undefined }, clock)).toMatchObject({ ok: true });
    expect(await noted(keeper)).toEqual([null, undefined]);
  });

  it('is kept while the store is away, and written when it ends', async () => {
    const keeper = open();
    await keeper.start();
    await create(keeper);
    ask(keeper);
    await rename(join(folder, 'data'), join(folder, 'away'));
    await keeper.noteUses();
    clock += 1000;
    ask(keeper);
    await keeper.noteUses();
    await rename(join(folder, 'away'), join(folder, 'data'));
    await keeper.close();
    const next = open();
    await next.start();
    expect(await noted(next)).toEqual([NOW + 1000, NOW + 1000]);
  });
});
