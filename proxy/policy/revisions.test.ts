import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_POLICY } from '@gatehouse/model';
import { createLogger } from '../telemetry/logger';
import { createMetrics, type Metrics } from '../telemetry/metrics';
import { RevisionConflict } from '../store/policyStore';
import { SqliteDatabase } from '../store/sqliteDatabase';
import { SqliteStore } from '../store/sqliteStore';
import { PolicyInForce } from './policyInForce';
import { Revisions } from './revisions';

const revision = (expected: number) => ({
  expected,
  policy: EMPTY_POLICY,
  comment: 'c',
  author: 'a',
  createdAt: expected + 1,
});

let folder: string;
let file: string;
let lines: string[];
let metrics: Metrics;
let inForce: PolicyInForce;
let revisions: Revisions;

function open(): Revisions {
  metrics = createMetrics('test');
  inForce = new PolicyInForce();
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  revisions = new Revisions({ store: new SqliteStore(new SqliteDatabase(file)), inForce, metrics, logger });
  return revisions;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-revisions-'));
  file = join(folder, 'gatehouse.db');
  lines = [];
});

afterEach(async () => {
  await revisions.close();
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
    await revisions.publish(revision(0));
    await revisions.close();
    await open().start();
    expect(inForce.current).toMatchObject({ number: 1, author: 'a', comment: 'c', createdAt: 1 });
  });

  it('are in force when publishing resolves, and counted', async () => {
    await open().start();
    await revisions.publish(revision(0));
    expect(inForce.current?.number).toBe(1);
    expect(await metrics.registry.metrics()).toMatch(/gatehouse_policy_revision_number 1/);
  });

  it('never go back, whatever comes in between', async () => {
    await open().start();
    const seen: number[] = [];
    const watch = () => seen.push(inForce.current?.number ?? -1);
    const work = [];
    for (let number = 0; number < 20; number += 1) {
      work.push(revisions.publish(revision(number)).then(watch), revisions.refresh().then(watch));
    }
    await Promise.all(work);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(inForce.current?.number).toBe(20);
  });

  it('of another process are found by themselves', async () => {
    await open().start();
    const other = new SqliteStore(new SqliteDatabase(file));
    await other.append(revision(0));
    await other.close();
    for (let waited = 0; inForce.current?.number !== 1 && waited < 3000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(inForce.current?.number).toBe(1);
    await expect(revisions.publish(revision(0))).rejects.toThrow(RevisionConflict);
  });

  it('let a publish in progress finish when they are closed', async () => {
    await open().start();
    const published = revisions.publish(revision(0));
    await revisions.close();
    expect((await published).number).toBe(1);
  });

  it('log an absent store once, not at every look', async () => {
    file = '/dev/null/gatehouse.db';
    await open().start();
    await revisions.refresh();
    await revisions.refresh();
    expect(lines.filter((line) => line.includes('store-unavailable'))).toHaveLength(1);
    expect(inForce.current).toBeUndefined();
    expect(await metrics.registry.metrics()).toMatch(/gatehouse_store_available 0/);
  });
});
