import { createEndpointLookup } from './endpoint';
import { type Endpoint, ENDPOINTS } from './endpoints';
import { NEVER } from './never';

const lookUp = createEndpointLookup();

test.each([
  ['/api/v1/query', 'GET', '/api/v1/query', '/api/v1/query'],
  ['/prometheus/api/v1/query', 'POST', '/api/v1/query', '/api/v1/query'],
  ['/api/v1/label/__name__/values', 'GET', '/api/v1/label/:label/values', '/api/v1/label/__name__/values'],
  [
    '/prometheus/api/v1/label/service.name/values',
    'GET',
    '/api/v1/label/:label/values',
    '/api/v1/label/service.name/values',
  ],
  ['/graphite/tags/host', 'GET', '/tags/:tag', '/tags/host'],
  ['/tags/autoComplete/tags', 'GET', '/tags/autoComplete/tags', '/tags/autoComplete/tags'],
  ['/tags/findSeries', 'GET', '/tags/findSeries', '/tags/findSeries'],
  ['/vmui/', 'GET', '/vmui/:asset', '/vmui/'],
  ['/prometheus/vmui/assets/a-1.js', 'GET', '/vmui/:asset', '/vmui/assets/a-1.js'],
  ['/api/v1/push', 'POST', '/api/v1/write', '/api/v1/write'],
  ['/datadog/api/v1/series/', 'POST', '/datadog/api/v1/series', '/datadog/api/v1/series'],
  [
    '/prometheus/api/v1/import/prometheus/metrics/job@base64/YQ==/instance/a:1',
    'PUT',
    '/api/v1/import/prometheus/metrics/:grouping',
    '/api/v1/import/prometheus/metrics/job@base64/YQ==/instance/a:1',
  ],
])('%s by %s is the endpoint %s, asked as %s', (path, method, row, expected) => {
  const matched = lookUp(path, method);
  expect([matched.endpoint.path, matched.path]).toEqual([row, expected]);
});

test.each([
  '/',
  '/api/v1/query/',
  '/api/v1/Query',
  '/api/v1/query/x',
  '/api/v1/label//values',
  '/api/v1/label/a/b/values',
  '/api/v1/label/a',
  '/prometheus/prometheus/api/v1/query',
  '/graphite/api/v1/query',
  '/prometheus/render',
  '/tags/tagSeries',
  '/tags/delSeries',
  '/graphite/tags/delSeries',
  '/tags/a/b',
  '/vmui',
  '/vmui/.htaccess',
  '/vmui//x',
  '/api/v1/import/prometheus/metrics/instance/a',
  '/api/v1/import/prometheus/metrics/job/a/b',
  '/influx/query',
  ...NEVER.map(({ path }) => path.replace('*', 'x')),
  ...NEVER.map(({ path }) => `/prometheus${path.replace('*', 'x')}`),
  ...NEVER.map(({ path }) => `/graphite${path.replace('*', 'x')}`),
])('%s does not exist, whatever the method', (path) => {
  for (const method of ['GET', 'POST', 'DELETE', 'PROPFIND']) {
    expect(() => lookUp(path, method)).toThrow(expect.objectContaining({ status: 404, reason: 'endpoint-unknown' }));
  }
});

test.each([
  ['/api/v1/query', 'PUT', 'GET, POST'],
  ['/api/v1/query', 'HEAD', 'GET, POST'],
  ['/api/v1/query', 'post', 'GET, POST'],
  ['/api/v1/metadata', 'POST', 'GET'],
  ['/api/v1/write', 'GET', 'POST'],
  ['/api/v1/import/prometheus/metrics/job/a', 'DELETE', 'POST, PUT'],
])('%s does not take %s and says what it takes', (path, method, allow) => {
  expect(() => lookUp(path, method)).toThrow(expect.objectContaining({ status: 405, headers: { Allow: allow } }));
});

describe('a table that contradicts itself fails at start', () => {
  const query = ENDPOINTS.find(({ path }) => path === '/api/v1/query') as Endpoint;
  const write = ENDPOINTS.find(({ path }) => path === '/api/v1/write') as Endpoint;

  test.each([
    ['a path twice', { ...query, aliases: [] }, 'overlap'],
    ['an alias that is taken', { ...query, path: '/other', aliases: ['/federate'] }, 'overlap'],
    ['a pattern over an exact path', { ...query, path: '/api/v1/:tag', aliases: [] }, 'overlap'],
    ['a pattern over a pattern', { ...query, path: '/api/v1/label/:tag/values', aliases: [] }, 'overlap'],
    ['an exact path below a pattern', { ...query, path: '/api/v1/label/job/values', aliases: [] }, 'overlap'],
    ['a variable part that nobody explains', { ...query, path: '/a/:nothing', aliases: [] }, 'no pattern'],
    ['what must never be served', { ...query, path: '/snapshot/create', aliases: [] }, 'must never be served'],
    [
      'what must never be served, as an alias',
      { ...query, path: '/a', aliases: ['/admin/tenants'] },
      'must never be served',
    ],
    [
      'what must never be served, below a prefix of its own',
      { ...query, path: '/prometheus/api/v1/admin/tsdb/delete_series', aliases: [] },
      'must never be served',
    ],
    [
      'what must never be asked upstream, under another name',
      { ...query, path: '/a', aliases: [], upstream: { victoriametrics: '/graphite/tags/delSeries' } },
      'must never be served',
    ],
    ['a path that no backend has', { ...query, path: '/a', aliases: [], upstream: {} }, 'on no kind of backend'],
    ['nothing to answer', { ...query, path: '/a', aliases: [], filtering: 'empty' as const }, 'no answer'],
    [
      'a write that may be anything',
      { ...write, path: '/a', aliases: [], encodings: undefined },
      'what a write may be',
    ],
  ])('%s', (_name, row, message) => {
    expect(() => createEndpointLookup([...ENDPOINTS, row])).toThrow(message);
  });
});
