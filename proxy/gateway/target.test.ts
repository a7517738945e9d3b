import { Refusal } from './refusal';
import { parseTarget } from './target';

describe('parseTarget', () => {
  test.each([
    ['/api/v1/query', { path: '/api/v1/query', query: '' }],
    ['/api/v1/query?query=up&time=1', { path: '/api/v1/query', query: 'query=up&time=1' }],
    ['/prometheus/api/v1/query?', { path: '/prometheus/api/v1/query', query: '' }],
    ['/vmui/', { path: '/vmui/', query: '' }],
    ['/metrics/job@base64/YQ==', { path: '/metrics/job@base64/YQ==', query: '' }],
    ['/tenant/acme/api/v1/query', { path: '/api/v1/query', query: '', tenant: 'acme' }],
    ['/tenant/acme/prometheus/api/v1/labels', { path: '/prometheus/api/v1/labels', query: '', tenant: 'acme' }],
    ['/backend/cluster/api/v1/query', { path: '/api/v1/query', query: '', backend: 'cluster' }],
    ['/prometheus/prometheus/api/v1/query', { path: '/prometheus/prometheus/api/v1/query', query: '' }],
    ['/tenant/a/tenant/b/api/v1/query', { path: '/tenant/b/api/v1/query', query: '', tenant: 'a' }],
    ['/select/2:0/prometheus/api/v1/query', { path: '/select/2:0/prometheus/api/v1/query', query: '' }],
  ])('reads %s', (url, expected) => {
    expect(parseTarget(url, undefined)).toEqual({ tenant: undefined, backend: undefined, ...expected });
  });

  test.each([
    '',
    '*',
    'api/v1/query',
    'http://victoria-metrics:8428/api/v1/query',
    '//api/v1/query',
    '/api//v1/query',
    '/api/v1/query//',
    '/api/v1/../query',
    '/api/v1/./query',
    '/..',
    '/tenant/../api/v1/query',
    '/api/v1/%71uery',
    '/api%2fv1/query',
    '/api/v1/%2e%2e/query',
    '/api/v1/%252fquery',
    '/api\\v1\\query',
    '/api/v1/query%5c',
    '/api/v1/query#x',
    '/api/v1/query?a=1#b',
    '/api/v1/query?a=b c',
    '/api/v1/query?a=\u00e9',
    '/api/v1/query?a=\u0000',
    '/api/v1/query;x=1',
    '/api/v1/query\u00e9',
  ])('refuses %j', (url) => {
    expect(() => parseTarget(url, undefined)).toThrow(
      expect.objectContaining({ status: 400, reason: 'target-malformed' })
    );
  });

  test('takes the tenant from the header, unless the URL names another', () => {
    expect(parseTarget('/api/v1/query', 'acme')).toMatchObject({ tenant: 'acme' });
    expect(parseTarget('/tenant/acme/api/v1/query', 'acme')).toMatchObject({ tenant: 'acme' });
    expect(() => parseTarget('/tenant/acme/api/v1/query', 'globex')).toThrow(Refusal);
  });
});
