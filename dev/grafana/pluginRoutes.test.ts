import { matchPluginRoute } from './pluginRoutes';

const route = (path: string, method = '*') => ({ path, method, url: '', headers: [] });

test.each([
  ['admin/*', 'admin/policy', 'policy'],
  ['admin/*', '/admin/policy/', 'policy'],
  ['admin/*', 'admin/revisions/3/diff', 'revisions/3/diff'],
  ['admin/*', 'admin/a%2Fb%20c', 'a/b c'],
  ['admin/*', 'ad%6Din/policy', 'policy'],
  ['admin/*', 'admin', undefined],
  ['admin/*', 'administrator/policy', undefined],
  ['admin/*', 'admin/%zz', undefined],
  ['open', 'open', ''],
  ['open', 'open/more', undefined],
])('route %s takes %s with the rest %s', (pattern, path, rest) => {
  expect(matchPluginRoute([route(pattern)], 'GET', path)?.rest).toBe(rest);
});

test('the first route that fits path and method wins', () => {
  const routes = [route('admin/*', 'PUT'), route('admin/policy', 'GET'), route('admin/*')];
  expect(matchPluginRoute(routes, 'GET', 'admin/policy')?.route).toBe(routes[1]);
  expect(matchPluginRoute(routes, 'PUT', 'admin/policy')?.route).toBe(routes[0]);
  expect(matchPluginRoute(routes, 'DELETE', 'admin/policy')?.route).toBe(routes[2]);
});
