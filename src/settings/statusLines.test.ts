import type { Status } from '../api/status';
import { statusLines } from './statusLines';

const status: Status = {
  version: '0.1.0',
  policy: { revision: 7, tenants: 4, mappings: 1 },
  issuers: [{ name: 'keycloak', issuer: 'https://id.example', state: 'ready', keys: 2 }],
  backends: [{ name: 'cluster', kind: 'victoriametrics-cluster', reachable: true, detail: 'answers in 3 ms' }],
  store: { kind: 'sqlite', available: true },
};
const line = (changed: Partial<Status>, what: string) =>
  statusLines({ ...status, ...changed }).find((one) => one.what === what);

describe('statusLines', () => {
  it('says that all is well, part by part', () => {
    expect(statusLines(status).map(({ state, what, text }) => `${state} ${what}: ${text}`)).toEqual([
      'good Proxy: Gatehouse 0.1.0',
      'good Policy: Revision 7: 4 tenants, 1 mapping',
      'good Store: Available (sqlite)',
      'good Issuer keycloak: 2 keys of https://id.example',
    ]);
  });

  it('says that nothing was published yet', () => {
    expect(line({ policy: { revision: 0, tenants: 0, mappings: 0 } }, 'Policy')?.text).toContain(
      'Nothing published yet'
    );
  });

  it.each<[string, Partial<Status>, string, string]>([
    ['a store that is gone', { store: { kind: 'sqlite', available: false, error: 'disk full' } }, 'Store', 'bad'],
    [
      'keys that cannot be fetched',
      { issuers: [{ name: 'a', issuer: 'https://a', state: 'failing', keys: 0 }] },
      'Issuer a',
      'bad',
    ],
    [
      'an issuer without a usable key',
      { issuers: [{ name: 'a', issuer: 'https://a', state: 'ready', keys: 0, leftOut: ['key k1: too short'] }] },
      'Issuer a',
      'warning',
    ],
    [
      'an issuer that cannot be asked about opaque tokens',
      {
        issuers: [
          {
            name: 'a',
            issuer: 'https://a',
            state: 'ready',
            keys: 1,
            opaque: { state: 'failing', error: 'status 500' },
          },
        ],
      },
      'Opaque tokens of a',
      'bad',
    ],
    [
      'keys that are not fetched yet',
      { issuers: [{ name: 'a', issuer: 'https://a', state: 'cold', keys: 0 }] },
      'Issuer a',
      'warning',
    ],
  ])('points at %s', (_name, changed, what, state) => {
    expect(line(changed, what)?.state).toBe(state);
  });
});
