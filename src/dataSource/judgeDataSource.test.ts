import type { DataSource } from '../api/dataSources';
import { judgeDataSource, type Surroundings, withCredential } from './judgeDataSource';

const AROUND: Surroundings = {
  dataUrl: 'http://gatehouse:8431',
  proxyUrl: 'http://gatehouse:8432',
  backends: [
    { name: 'cluster', kind: 'victoriametrics-cluster', urls: ['http://vmselect:8481', 'http://vminsert:8480'] },
    { name: 'mimir', kind: 'mimir', urls: ['http://mimir:9009/prometheus'] },
  ],
  tenants: ['acme'],
  ruleCounts: new Map([['rules', 2]]),
  victoriaMetricsVersion: undefined,
  anonymous: false,
};

const GOOD: DataSource = {
  uid: 'good',
  name: 'Good',
  type: 'prometheus',
  access: 'proxy',
  url: 'http://gatehouse:8431/backend/cluster',
  basicAuth: false,
  isDefault: false,
  readOnly: false,
  jsonData: { oauthPassThru: true, prometheusType: 'Prometheus', prometheusVersion: '2.24.0' },
};

function judged(changed: Partial<DataSource>, around: Partial<Surroundings> = {}) {
  const { destination, findings } = judgeDataSource({ ...GOOD, ...changed }, { ...AROUND, ...around });
  return { destination, codes: findings.map(({ code }) => code), findings };
}

describe('judgeDataSource', () => {
  it('finds nothing wrong with the right settings', () => {
    expect(judged({})).toMatchObject({ destination: 'gatehouse', codes: [] });
    expect(judged({ url: 'http://gatehouse:8431/tenant/acme/' }).codes).toEqual([]);
  });

  it('tells who goes past Gatehouse, and how to lead them through it', () => {
    expect(judged({ url: 'http://vmselect:8481/select/0/prometheus', jsonData: {} })).toEqual({
      destination: 'past-gatehouse',
      codes: ['url-of-backend'],
      findings: [
        {
          code: 'url-of-backend',
          severity: 'bad',
          detail: 'cluster',
          repair: {
            url: 'http://gatehouse:8431/backend/cluster',
            access: 'proxy',
            jsonData: { oauthPassThru: true },
          },
        },
      ],
    });
  });

  it.each([
    [{ url: 'http://gatehouse:8432' }, 'url-of-admin-listener'],
    [{ url: 'http://other:9090' }, 'url-elsewhere'],
    [{ url: 'http://gatehouse:84310/backend/cluster' }, 'url-elsewhere'],
    [{ url: 'http://gatehouse:8431/select/0/prometheus' }, 'path-unknown'],
    [{ url: 'http://gatehouse:8431/backend/gone' }, 'backend-unknown'],
    [{ url: 'http://gatehouse:8431/tenant/gone' }, 'tenant-unknown'],
    [{ url: 'http://gatehouse:8431' }, 'backend-unnamed'],
    [{ access: 'direct' }, 'access-direct'],
    [{ jsonData: { ...GOOD.jsonData, oauthPassThru: false } }, 'identity-not-forwarded'],
    [{ basicAuth: true }, 'basic-auth'],
    [{ jsonData: { oauthPassThru: true } }, 'type-or-version'],
    [{ jsonData: { ...GOOD.jsonData, prometheusVersion: '2.9.0' } }, 'type-or-version'],
    [{ url: 'http://gatehouse:8431/backend/mimir' }, 'type-or-version'],
    [{ uid: 'rules' }, 'rules-refused'],
    [{ uid: 'rules', type: 'victoriametrics-metrics-datasource' }, 'rules-unclaimed'],
  ] as const)('finds what is wrong with %j: %s', (changed, code) => {
    expect(judged(changed).codes).toEqual([code]);
  });

  it('knows which version of the VictoriaMetrics plugin may say that a rule asks', () => {
    const plugin = { uid: 'rules', type: 'victoriametrics-metrics-datasource' };
    expect(judged(plugin, { victoriaMetricsVersion: '0.25.1' }).codes).toEqual(['rules-unclaimed']);
    expect(judged(plugin, { victoriaMetricsVersion: '0.26.0' }).codes).toEqual(['rules-refused']);
  });

  it('warns of a credential where visitors need no log-in', () => {
    const change = withCredential({ ...GOOD, jsonData: { ...GOOD.jsonData, httpHeaderName1: 'X-Other' } }, 'gate_x');
    expect(change).toEqual({
      jsonData: { httpHeaderName2: 'X-Gatehouse-Credential' },
      secureJsonData: { httpHeaderValue2: 'gate_x' },
    });
    const jsonData = { ...GOOD.jsonData, ...change.jsonData };
    expect(judged({ uid: 'rules', jsonData }).codes).toEqual([]);
    expect(judged({ uid: 'rules', jsonData }, { anonymous: true }).codes).toEqual(['credential-anonymous']);
  });
});
