import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_POLICY } from '@gatehouse/model';
import type { Database } from '../store/database';
import { openDatabase } from '../store/openDatabase';
import { RevisionConflict } from '../store/policyStore';
import { SqlPolicyStore } from '../store/sqlPolicyStore';
import { createLogger } from '../telemetry/logger';
import { createMetrics, type Metrics } from '../telemetry/metrics';
import { createPolicyLoader } from './loader/policyLoader';
import { PolicyInForce } from './policyInForce';
import { Revisions } from './revisions';

const author = { name: 'a', by: 'grafana-context', token: 'default' } as const;
const revision = (expected: number) => ({
  expected,
  document: JSON.stringify({
    ...EMPTY_POLICY,
    tenants: [{ name: `t${expected}`, backend: 'cluster', account: expected }],
  }),
  tenants: 1,
  mappings: 0,
  comment: 'c',
  author,
  approvedBy: null,
  restoredFrom: null,
  createdAt: expected + 1,
});

let folder: string;
let file: string;
let lines: string[];
let metrics: Metrics;
let inForce: PolicyInForce;
let database: Database;
let policies: SqlPolicyStore;
let revisions: Revisions;
let held: Array<{ number: number; document: string }>;

function open(): Revisions {
  metrics = createMetrics('test');
  inForce = new PolicyInForce();
  held = [];
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  database = openDatabase({ kind: 'sqlite', file });
  policies = new SqlPolicyStore(database);
  revisions = new Revisions({
    store: policies,
    loader: createPolicyLoader(policies, { backends: new Map(), issuers: [] }, Date.now),
    desk: { hold: async (bytes, { number }) => void held.push({ number, document: new TextDecoder().decode(bytes) }) },
    inForce,
    metrics,
    logger,
  });
  return revisions;
}

/** As the desk does. */
async function publish(expected: number): Promise<{ revision: number }> {
  return revisions.change(async () => ({ revision: (await policies.append(revision(expected))).number }));
}

async function close(): Promise<void> {
  await revisions.close();
  await database.close();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-revisions-'));
  file = join(folder, 'gatehouse.db');
  lines = [];
});

afterEach(async () => {
  await close();
  await rm(folder, { recursive: true });
});

describe('revisions', () => {
  it('bring nothing into force before they are started', () => {
    expect(open().state.available).toBe(false);
    expect(inForce.current).toBeUndefined();
  });

  it('bring the latest into force at start, also when nothing was published', async () => {
    await open().start();
    expect(inForce.current?.number).toBe(0);
    await publish(0);
    await close();
    await open().start();
    expect(inForce.current).toMatchObject({ number: 1, author, comment: 'c', createdAt: 1 });
    expect(inForce.current?.index.tenants.has('t0')).toBe(true);
  });

  it('are in force when publishing resolves, counted, and held by the desk', async () => {
    await open().start();
    expect(await publish(0)).toEqual({ revision: 1 });
    expect(inForce.current?.number).toBe(1);
    expect(held).toEqual([{ number: 1, document: revision(0).document }]);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/gatehouse_policy_revision_number 1/);
    expect(text).toMatch(/gatehouse_policy_publishes_total\{result="published"\} 1/);
  });

  it('stay as they are after a change that wrote none', async () => {
    await open().start();
    expect(await revisions.change(async () => ({ revision: undefined }))).toEqual({ revision: undefined });
    expect(inForce.current?.number).toBe(0);
    expect(await metrics.registry.metrics()).not.toMatch(/result="published"/);
  });

  it('never go back, whatever comes in between', async () => {
    await open().start();
    const seen: number[] = [];
    const watch = () => seen.push(inForce.current?.number ?? -1);
    for (let number = 0; number < 20; number += 1) {
      await Promise.all([
        publish(number).then(watch),
        revisions.refresh().then(watch),
        revisions.refresh().then(watch),
      ]);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(inForce.current?.number).toBe(20);
  });

  it('of another process are found by themselves', async () => {
    await open().start();
    const other = openDatabase({ kind: 'sqlite', file });
    await new SqlPolicyStore(other).append(revision(0));
    await other.close();
    for (let waited = 0; inForce.current?.number !== 1 && waited < 3000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(inForce.current?.number).toBe(1);
    await expect(publish(0)).rejects.toThrow(RevisionConflict);
  });

  it('are not taken from another history, however long that has become', async () => {
    await open().start();
    await publish(0);
    await publish(1);
    const lost = { ...revision(1), createdAt: 77, number: 2 };
    const list = jest.spyOn(policies, 'list').mockResolvedValue([lost]);
    await policies.append(revision(2));
    expect(await revisions.refresh()).toMatchObject({
      available: false,
      error: expect.stringContaining('another revision 2 than the one that is in force'),
    });
    expect(inForce.current?.number).toBe(2);
    await expect(publish(3)).rejects.toThrow('restart the proxy');
    list.mockRestore();
    expect(await revisions.refresh()).toEqual({ available: true });
    expect(inForce.current?.number).toBe(3);
  });

  it('log an absent store once, not at every look, and let nothing be changed', async () => {
    file = '/dev/null/gatehouse.db';
    await open().start();
    await revisions.refresh();
    await revisions.refresh();
    expect(lines.filter((line) => line.includes('store-unavailable'))).toHaveLength(1);
    expect(inForce.current).toBeUndefined();
    const work = jest.fn();
    await expect(revisions.change(work)).rejects.toThrow('cannot be used');
    expect(work).not.toHaveBeenCalled();
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/gatehouse_store_available 0/);
    expect(text).toMatch(/gatehouse_policy_publishes_total\{result="unavailable"\} 1/);
  });
});
