import type { Allowed, Limits, Subject } from '@gatehouse/model';
import { LimitKeeper } from './limits';
import type { Parameters } from './parameters';

const alice: Subject = { issuer: 'i', kind: 'user', id: 'alice', emailVerified: false, groups: [], claims: {} };
const NOW = Date.parse('2026-11-21T12:00:00Z');

function allowedWith(limits: Limits): Allowed {
  const tenant = { name: 'acme', backend: 'cluster', account: 1, project: 0 };
  return {
    allowed: true,
    reason: 'allowed',
    access: 'read',
    backend: 'cluster',
    tenants: [{ tenant, filters: undefined }],
    stamp: {},
    limits,
    mappings: [],
  };
}

function enter(keeper: LimitKeeper, limits: Limits, parameters: Parameters = [], subject = alice) {
  return keeper.enter(subject, allowedWith(limits), parameters, NOW);
}

test('requests above the rate get 429 with the limit and the time to wait, others are not touched', async () => {
  const keeper = new LimitKeeper();
  await enter(keeper, { requestsPerMinute: 2 });
  await enter(keeper, { requestsPerMinute: 2 });
  await expect(enter(keeper, { requestsPerMinute: 2 })).rejects.toMatchObject({
    status: 429,
    reason: 'limit-requests-per-minute',
    headers: { 'Retry-After': expect.stringMatching(/^[1-9][0-9]?$/) },
  });
  await expect(enter(keeper, { requestsPerMinute: 2 }, [], { ...alice, id: 'bob' })).resolves.toBeDefined();
});

test('a place is free again when its request leaves', async () => {
  const keeper = new LimitKeeper();
  const leave = await enter(keeper, { concurrency: 1 });
  await expect(enter(keeper, { concurrency: 1 })).rejects.toMatchObject({ status: 429, reason: 'limit-concurrency' });
  leave();
  await expect(enter(keeper, { concurrency: 1 })).resolves.toBeDefined();
});

test('nobody has more than 64 requests at a time, even with an unlimited grant', async () => {
  const keeper = new LimitKeeper();
  const leaves = await Promise.all(Array.from({ length: 64 }, () => enter(keeper, {})));
  await expect(enter(keeper, {})).rejects.toMatchObject({ status: 429, reason: 'limit-concurrency' });
  await expect(enter(keeper, {}, [], { ...alice, id: 'bob' })).resolves.toBeDefined();
  leaves[0]?.();
  await expect(enter(keeper, {})).resolves.toBeDefined();
});

test('a request that another limit refuses takes no place', async () => {
  const keeper = new LimitKeeper();
  await enter(keeper, { requestsPerMinute: 1 });
  for (let round = 0; round < 100; round++) {
    await expect(enter(keeper, { requestsPerMinute: 1 })).rejects.toMatchObject({
      reason: 'limit-requests-per-minute',
    });
  }
});

describe('the longest range', () => {
  const day = { maxRangeMilliseconds: 86_400_000 };
  const range = (start: string, end?: string): Parameters => [
    ['start', start],
    ...(end === undefined ? [] : [['end', end] as const]),
  ];

  test.each([
    ['Unix seconds', range('1700000000', '1700086400')],
    ['RFC 3339', range('2026-11-20T12:00:00Z', '2026-11-21T12:00:00Z')],
    ['an open end, which is now', range('2026-11-20T12:00:00Z')],
    ['no range at all', []],
  ])('allows a day in %s', async (_name, parameters) => {
    await expect(enter(new LimitKeeper(), day, parameters)).resolves.toBeDefined();
  });

  test.each([
    ['Unix seconds', range('1700000000', '1700086401'), 'limit-max-range'],
    ['mixed spellings', range('2026-11-20T12:00:00Z', '1795262401'), 'limit-max-range'],
    ['an open end', range('2026-11-20T11:59:59Z'), 'limit-max-range'],
    ['a relative time', range('-30d', '0'), 'time-unclear'],
    ['a year', range('1700000000', '2030'), 'time-unclear'],
    ['milliseconds', range('1700000000000'), 'time-unclear'],
    ['a number with an exponent', range('1e3', '2e9'), 'time-unclear'],
    ['nothing', range('', ''), 'time-unclear'],
  ])('refuses more than a day in %s', async (_name, parameters, reason) => {
    await expect(enter(new LimitKeeper(), day, parameters)).rejects.toMatchObject({ reason });
  });
});
