import type { Allowed, Limits, SharedLimits, Subject, Tenant } from '@gatehouse/model';
import { LimitKeeper } from './limitKeeper';
import { MemoryLimitStore } from './memoryLimitStore';

const alice: Subject = { issuer: 'i', kind: 'user', id: 'alice', emailVerified: false, groups: [], claims: {} };
const bob: Subject = { ...alice, id: 'bob' };
const acme: Tenant = { name: 'acme', backend: 'cluster', account: 1, project: 0 };
const globex: Tenant = { name: 'globex', backend: 'cluster', account: 2, project: 0 };

const NOW = Date.parse('2026-11-21T12:00:00Z');

interface Decided {
  limits?: Limits;
  sharedLimits?: SharedLimits[];
  access?: Allowed['access'];
  tenants?: Allowed['tenants'];
}

function allowed({ limits = {}, sharedLimits = [], access = 'read', tenants }: Decided): Allowed {
  return {
    allowed: true,
    reason: 'allowed',
    access,
    backend: 'cluster',
    tenants: tenants ?? [{ tenant: acme, filters: undefined }],
    stamp: {},
    limits,
    sharedLimits,
    mappings: [],
  };
}

let keeper: LimitKeeper;
beforeEach(() => {
  keeper = new LimitKeeper(new MemoryLimitStore(), 64);
});

/** As a request does: it arrives, then it enters. */
async function enter(decided: Decided, subject = alice): Promise<() => void> {
  const depart = keeper.arrive(subject);
  try {
    const leave = await keeper.enter(subject, allowed(decided), [], NOW, undefined);
    return () => {
      leave();
      depart();
    };
  } catch (error) {
    depart();
    throw error;
  }
}

/** "429 limit-concurrency subject; concurrency=1", or that the request was let in. */
async function outcome(decided: Decided, subject = alice): Promise<string> {
  try {
    await enter(decided, subject);
    return 'in';
  } catch (error) {
    const { status, reason, headers } = error as { status: number; reason: string; headers: Record<string, string> };
    return `${status} ${reason} ${headers['X-Gatehouse-Limit']}`;
  }
}

const tenantWith = (limits: Limits): SharedLimits => ({ scope: 'tenant', name: 'acme', limits });
const mappingWith = (limits: Limits): SharedLimits => ({ scope: 'mapping', name: 'developers', limits });

describe("a subject's own limits", () => {
  test('give 429 with the limit and the time to wait, and touch nobody else', async () => {
    const limits = { requestsPerMinute: 2 };
    await enter({ limits });
    await enter({ limits });
    await expect(enter({ limits })).rejects.toMatchObject({
      status: 429,
      reason: 'limit-requests-per-minute',
      message: 'you may make at most 2 requests a minute',
      headers: {
        'Retry-After': expect.stringMatching(/^[1-5]?[0-9]$|^60$/),
        'X-Gatehouse-Limit': 'subject; requestsPerMinute=2',
      },
    });
    expect(await outcome({ limits }, bob)).toBe('in');
  });

  test('give a place back when the request leaves', async () => {
    const leave = await enter({ limits: { concurrency: 1 } });
    expect(await outcome({ limits: { concurrency: 1 } })).toBe('429 limit-concurrency subject; concurrency=1');
    expect(await outcome({ limits: { concurrency: 1 } }, bob)).toBe('in');
    leave();
    expect(await outcome({ limits: { concurrency: 1 } })).toBe('in');
  });

  test.each<[string, Decided]>([
    ['tenants', { tenants: [{ tenant: globex, filters: undefined }] }],
    [
      'sets of tenants',
      {
        tenants: [
          { tenant: acme, filters: undefined },
          { tenant: globex, filters: undefined },
        ],
      },
    ],
    ['reads and writes', { access: 'write' }],
  ])('count apart for different %s', async (_name, other) => {
    const limits = { concurrency: 1, requestsPerMinute: 1 };
    await enter({ limits });
    expect(await outcome({ ...other, limits })).toBe('in');
    expect(await outcome({ limits })).toMatch('429');
  });

  test('keep what was counted when the policy changes the limit', async () => {
    await enter({ limits: { requestsPerMinute: 5 } });
    await enter({ limits: { requestsPerMinute: 5 } });
    expect(await outcome({ limits: { requestsPerMinute: 2 } })).toBe(
      '429 limit-requests-per-minute subject; requestsPerMinute=2'
    );
  });

  test('count apart for subjects under one decision', async () => {
    const decision = allowed({ limits: { concurrency: 1 } });
    await keeper.enter(alice, decision, [], NOW, undefined);
    await expect(keeper.enter(bob, decision, [], NOW, undefined)).resolves.toBeDefined();
    await expect(keeper.enter(alice, decision, [], NOW, undefined)).rejects.toMatchObject({ status: 429 });
  });

  test('do not mix up subjects whose issuer and id read alike when put together', async () => {
    const limits = { concurrency: 1 };
    await enter({ limits }, { ...alice, issuer: 'a b', id: 'c' });
    expect(await outcome({ limits }, { ...alice, issuer: 'a', id: 'b c' })).toBe('in');
  });

  test('never let more than the configured number in at a time, whatever is granted', async () => {
    const leaves = await Promise.all(Array.from({ length: 64 }, () => enter({})));
    expect(await outcome({})).toBe('429 limit-concurrency subject; concurrency=64');
    expect(await outcome({ tenants: [{ tenant: globex, filters: undefined }], access: 'write' })).toMatch('429');
    expect(await outcome({}, bob)).toBe('in');
    leaves[0]?.();
    expect(await outcome({})).toBe('in');
  });
});

describe('shared limits', () => {
  test.each([
    ['tenant', 'concurrency', tenantWith({ concurrency: 2 }), '429 limit-concurrency tenant:acme; concurrency=2'],
    [
      'tenant',
      'requests',
      tenantWith({ requestsPerMinute: 2 }),
      '429 limit-requests-per-minute tenant:acme; requestsPerMinute=2',
    ],
    ['mapping', 'concurrency', mappingWith({ concurrency: 2 }), '429 limit-concurrency mapping; concurrency=2'],
    [
      'mapping',
      'requests',
      mappingWith({ requestsPerMinute: 2 }),
      '429 limit-requests-per-minute mapping; requestsPerMinute=2',
    ],
  ])('of a %s bound the %s of all together, reads and writes', async (_scope, _kind, shared, refusal) => {
    const sharedLimits = [shared];
    expect(await outcome({ sharedLimits }, alice)).toBe('in');
    expect(await outcome({ sharedLimits, access: 'write' }, bob)).toBe('in');
    expect(await outcome({ sharedLimits }, bob)).toBe(refusal);
    expect(await outcome({ sharedLimits }, { ...alice, id: 'carol' })).toBe(refusal);
  });

  test("name the mapping in the log only: its name is the administrator's", async () => {
    const sharedLimits = [mappingWith({ concurrency: 1 })];
    await enter({ sharedLimits });
    const error = (await enter({ sharedLimits }).catch((thrown: unknown) => thrown)) as Error;
    expect(error.cause).toMatchObject({ message: 'limit mapping:developers; concurrency=1' });
    expect(JSON.stringify(error) + error.message).not.toContain('developers');
  });

  test('of every tenant count when several are asked at once', async () => {
    const sharedLimits: SharedLimits[] = [
      tenantWith({ concurrency: 5 }),
      { scope: 'tenant', name: 'globex', limits: { concurrency: 1 } },
    ];
    await enter({ sharedLimits });
    expect(await outcome({ sharedLimits }, bob)).toBe('429 limit-concurrency tenant:globex; concurrency=1');
    expect(await outcome({ sharedLimits: [tenantWith({ concurrency: 2 })] }, bob)).toBe('in');
  });

  test('are not even asked for what the own limit refuses, so that a flood takes nothing for a moment either', async () => {
    const store = new MemoryLimitStore();
    const asked = jest.spyOn(store, 'countRequest');
    keeper = new LimitKeeper(store, 64);
    const greedy = { limits: { requestsPerMinute: 1 }, sharedLimits: [tenantWith({ requestsPerMinute: 3 })] };
    await enter(greedy);
    await enter(greedy).catch(() => {});
    expect(asked.mock.calls.map(([key]) => key.split(':')[0])).toEqual(['subject', 'tenant', 'subject']);
  });

  test('are not used up by what the own limit refuses', async () => {
    const greedy = { limits: { requestsPerMinute: 1 }, sharedLimits: [tenantWith({ requestsPerMinute: 3 })] };
    await enter(greedy);
    for (let round = 0; round < 10; round++) {
      expect(await outcome(greedy)).toMatch('subject;');
    }
    expect(await outcome({ sharedLimits: greedy.sharedLimits }, bob)).toBe('in');
    expect(await outcome({ sharedLimits: greedy.sharedLimits }, bob)).toBe('in');
    expect(await outcome({ sharedLimits: greedy.sharedLimits }, bob)).toMatch('tenant:acme');
  });

  test('that refuse give everything back that was taken for the request', async () => {
    const leave = await enter({ sharedLimits: [mappingWith({ concurrency: 1 })] }, bob);
    const decided = {
      limits: { concurrency: 1, requestsPerMinute: 2 },
      sharedLimits: [tenantWith({ concurrency: 1, requestsPerMinute: 2 }), mappingWith({ concurrency: 1 })],
    };
    for (let round = 0; round < 100; round++) {
      expect(await outcome(decided)).toBe('429 limit-concurrency mapping; concurrency=1');
    }
    leave();
    const leaveAgain = await enter(decided);
    leaveAgain();
    expect(await outcome(decided)).toBe('in');
    expect(await outcome(decided)).toMatch('429');
  });

  test('give all places back when the request leaves, and no request', async () => {
    const decided = {
      limits: { concurrency: 1 },
      sharedLimits: [tenantWith({ concurrency: 1, requestsPerMinute: 3 }), mappingWith({ concurrency: 1 })],
    };
    for (let round = 0; round < 3; round++) {
      (await enter(decided))();
    }
    expect(await outcome(decided)).toMatch('requestsPerMinute=3');
  });
});

describe('the longest range', () => {
  const hours = (count: number) => ({ maxRangeMilliseconds: count * 3_600_000 });
  const query = (decided: Decided) =>
    keeper.enter(alice, allowed(decided), [['query', 'x[7h]']], NOW, 'instant').catch((error: unknown) => error);

  test.each<[string, Decided, string]>([
    [
      'the subject',
      { limits: hours(6), sharedLimits: [tenantWith(hours(8)), mappingWith(hours(9))] },
      'subject; maxRange=6h',
    ],
    [
      'the tenant',
      { limits: hours(8), sharedLimits: [tenantWith(hours(6)), mappingWith(hours(9))] },
      'tenant:acme; maxRange=6h',
    ],
    [
      'the mapping',
      { limits: hours(8), sharedLimits: [tenantWith(hours(9)), mappingWith(hours(6))] },
      'mapping; maxRange=6h',
    ],
  ])('is the narrowest of all: of %s', async (_scope, decided, name) => {
    expect(await query(decided)).toMatchObject({
      status: 422,
      reason: 'limit-max-range',
      headers: { 'X-Gatehouse-Limit': name },
    });
  });

  test('takes no place and counts no request when it refuses', async () => {
    const decided = { limits: { ...hours(6), concurrency: 1, requestsPerMinute: 1 } };
    expect(await query(decided)).toMatchObject({ status: 422 });
    expect(await outcome(decided)).toBe('in');
  });

  test('does not bind what has no range, such as a write', async () => {
    expect(await outcome({ limits: hours(1), access: 'write' })).toBe('in');
  });
});
