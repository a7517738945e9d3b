import type { ActivityStore, KeptRefusal } from '../store/activityStore';
import { createLogger } from '../telemetry/logger';
import { createMetrics } from '../telemetry/metrics';
import { ActivityKeeper } from './activityKeeper';
import type { RefusedRequest } from './refusedRequest';

const MINUTE = 60_000;

let now: number;
let kept: KeptRefusal[];
let keeper: ActivityKeeper;
let number: number;

beforeEach(() => {
  now = Date.parse('2026-11-22T10:00:00Z');
  kept = [];
  number = 0;
  const store: Pick<ActivityStore, 'write' | 'count' | 'forgetOld'> = {
    write: async (refusals) => void kept.push(...refusals),
    count: async () => undefined,
    forgetOld: async () => false,
  };
  keeper = new ActivityKeeper({
    store: store as ActivityStore,
    config: { keep: 7 * 24 * 60 * MINUTE, most: 100_000 },
    replica: 'a',
    metrics: createMetrics('test'),
    logger: createLogger('error', { write: () => undefined }),
    now: () => now,
  });
});

function refusal(change: Partial<RefusedRequest>): RefusedRequest {
  number += 1;
  return {
    at: now,
    requestId: number.toString(16).padStart(16, '0'),
    method: 'GET',
    endpoint: '/api/v1/query',
    subject: undefined,
    tenants: [],
    mappings: [],
    status: 401,
    code: 'token-missing',
    reason: 'token-missing',
    detail: 'no token',
    address: '192.0.2.1',
    revision: null,
    ...change,
  };
}

const alice = {
  issuer: 'keycloak',
  kind: 'user',
  id: 'alice',
  emailVerified: false,
  groups: [],
  claims: {},
} as const;

describe('a flood of refusals', () => {
  it('of strangers leaves room for what is refused to those who are known', async () => {
    for (let minute = 0; minute < 5; minute += 1) {
      for (let count = 0; count < 2_000; count += 1) {
        const address = `198.51.${count % 200}.1`;
        keeper.record(refusal({ address, endpoint: `/api/v1/${count}` }), undefined);
      }
      const subject = { ...alice, label: 'alice' };
      keeper.record(refusal({ subject, reason: 'tenant-not-granted', status: 403 }), {
        ...alice,
        groups: [],
        claims: {},
      });
      await keeper.flush();
      now += MINUTE;
    }
    expect(kept.filter(({ subject }) => subject !== undefined)).toHaveLength(5);
    expect(kept.length).toBeLessThanOrEqual(500 + 5 * 60 + 5);
  });

  it('of one stranger is kept by its beginning, whatever is asked for', async () => {
    for (let count = 0; count < 500; count += 1) {
      keeper.record(refusal({ endpoint: `/api/v1/${count}` }), undefined);
    }
    await keeper.flush();
    expect(kept).toHaveLength(10);
  });
});
