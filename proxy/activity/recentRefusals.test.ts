import { RecentRefusals } from './recentRefusals';
import type { RefusedRequest } from './refusedRequest';

const refusal = (number: number, more: Partial<RefusedRequest> = {}): RefusedRequest => ({
  at: number,
  requestId: `id-${number}`,
  method: 'GET',
  endpoint: '/api/v1/query',
  subject: { issuer: 'keycloak', kind: 'user', id: `u-${number}`, label: `Person ${number}` },
  tenants: [],
  mappings: [],
  revision: 3,
  status: 403,
  code: 'no-mapping',
  reason: 'no-mapping',
  detail: 'nothing is granted',
  address: '127.0.0.1',
  ...more,
});

function refusals(count: number, most = 100): RecentRefusals {
  const made = new RecentRefusals(0, most);
  for (let number = 1; number <= count; number += 1) {
    made.record(refusal(number));
  }
  return made;
}

const ids = ({ refusals: found }: ReturnType<RecentRefusals['list']>) => found.map(({ refusal: one }) => one.requestId);

describe('the latest refusals', () => {
  it('are listed newest first, and found by their id', () => {
    const all = refusals(3);
    expect(ids(all.list({}, undefined, 10))).toEqual(['id-3', 'id-2', 'id-1']);
    expect(all.find('id-2')).toEqual(refusal(2));
    expect(all.find('id-4')).toBeUndefined();
  });

  it('are none at first', () => {
    expect(refusals(0).list({}, undefined, 10)).toEqual({ refusals: [], next: undefined });
  });

  it.each([4, 5, 6, 9, 10, 23])('take the place of the oldest when there are %i of five', (count) => {
    const all = refusals(count, 5);
    const newest = [0, 1, 2, 3, 4].map((back) => count - back).filter((number) => number > 0);
    expect(ids(all.list({}, undefined, 10))).toEqual(newest.map((number) => `id-${number}`));
    expect(all.size).toBe(Math.min(count, 5));
    expect(all.find(`id-${count - 5}`)).toBeUndefined();
    expect(all.find(`id-${count}`)).toBeDefined();
  });

  it('come page by page, also when others come in between', () => {
    const all = refusals(5);
    const first = all.list({}, undefined, 2);
    all.record(refusal(6));
    const second = all.list({}, first.next, 2);
    const third = all.list({}, second.next, 2);
    expect([first, second, third].map(ids)).toEqual([['id-5', 'id-4'], ['id-3', 'id-2'], ['id-1']]);
    expect(third.next).toBeUndefined();
    expect(refusals(2).list({}, undefined, 2).next).toBeUndefined();
    expect(all.list({}, 0, 2)).toEqual({ refusals: [], next: undefined });
    expect(ids(all.list({}, 10 ** 15, 1))).toEqual(['id-6']);
  });

  it.each([
    ['id', { requestId: 'id-2' }, ['id-2']],
    ['answered code', { reason: 'token-invalid' }, ['id-3']],
    ['exact code', { reason: 'token-audience' }, ['id-3']],
    ['a part of the subject’s id', { subject: 'U-2' }, ['id-2']],
    ['a part of the subject’s name', { subject: 'person' }, ['id-2', 'id-1']],
    ['several things', { subject: 'person', reason: 'token-audience' }, []],
  ])('are found by %s', (_, query, found) => {
    const all = refusals(2);
    all.record(refusal(3, { subject: undefined, code: 'token-invalid', reason: 'token-audience' }));
    expect(ids(all.list(query, undefined, 10))).toEqual(found);
  });

  it('hold no token that a path or a name held by mistake', () => {
    const secret = `gate_${'aB3-'.repeat(10)}xyz`;
    const token = `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(300)}.c2ln`;
    const kept = new RecentRefusals(0).record(
      refusal(1, {
        endpoint: `/${secret}/api/v1/labels`,
        detail: `found ${token}`,
        subject: { issuer: 'keycloak', kind: 'user', id: token, label: `is ${secret}` },
      })
    );
    expect(JSON.stringify(kept)).not.toMatch(/aB3-|aaaa|eyJ/);
    expect(kept).toMatchObject({ endpoint: '/[masked]/api/v1/labels', detail: 'found [masked]' });
  });

  it('are bounded each', () => {
    const all = refusals(0);
    const long = 'é'.repeat(50_000);
    const names = Array.from({ length: 10_000 }, (_, number) => `mapping-${number}`);
    const subject = { issuer: 'keycloak', kind: 'user', id: long, label: long } as const;
    all.record(refusal(1, { endpoint: long, detail: long, subject, tenants: names, mappings: names }));
    expect(JSON.stringify(all.find('id-1')).length).toBeLessThan(4000);
    expect(all.find('id-1')).toMatchObject({ mappings: names.slice(0, 20), detail: `${'é'.repeat(1023)}…` });
  });

  it('do not hold on to the long texts of which they have a part', () => {
    const most = 2000;
    const all = new RecentRefusals(0, most);
    const before = process.memoryUsage().heapUsed;
    for (let number = 0; number < most; number += 1) {
      const url = `/api/v1/nowhere?query=${number}${'x'.repeat(50_000)}`.replace(/x$/, 'y');
      const endpoint = url.split('?', 1)[0] ?? '';
      all.record(refusal(number, { endpoint, detail: `there is no endpoint ${endpoint}` }));
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60_000_000);
  });
});
