import { createEndpointLookup } from './endpoint';
import { type Endpoint, ENDPOINTS } from './endpoints';

const lookUp = createEndpointLookup();

test.each([
  ['/api/v1/query', 'GET', '/api/v1/query'],
  ['/api/v1/query', 'POST', '/api/v1/query'],
  ['/api/v1/label/__name__/values', 'GET', '/api/v1/label/:name/values'],
  ['/api/v1/label/service.name/values', 'GET', '/api/v1/label/:name/values'],
])('%s by %s is the endpoint %s', (path, method, expected) => {
  expect(lookUp(path, method).path).toBe(expected);
});

test.each([
  '/',
  '/metrics',
  '/api/v1/admin/tsdb/delete_series',
  '/api/v1/import',
  '/api/v1/write',
  '/api/v1/export',
  '/api/v1/Query',
  '/api/v1/query/x',
  '/api/v1/label//values',
  '/api/v1/label/a/b/values',
  '/api/v1/label/a',
  '/api/v1/status/config',
  '/internal/force_flush',
  '/snapshot/create',
  '/select/2:0/prometheus/api/v1/query',
  '/insert/2:0/prometheus/api/v1/write',
  '/prometheus/api/v1/query',
  '/vmui',
  '/-/reload',
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
])('%s does not take %s and says what it takes', (path, method, allow) => {
  expect(() => lookUp(path, method)).toThrow(expect.objectContaining({ status: 405, headers: { Allow: allow } }));
});

test('two rows that could answer one path fail at start', () => {
  const [first] = ENDPOINTS;
  const twice = [first, first].map((endpoint) => ({ ...endpoint })) as Endpoint[];
  expect(() => createEndpointLookup(twice)).toThrow('overlap');
  const pattern = { ...twice[0], path: '/api/v1/:name' } as Endpoint;
  expect(() => createEndpointLookup([...ENDPOINTS, pattern])).toThrow('overlap');
});
