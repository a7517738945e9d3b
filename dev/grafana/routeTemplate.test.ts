import { renderRouteTemplate } from './routeTemplate';

test('templates take fields of the settings, and print what is not set as Go does', () => {
  const data = { JsonData: { proxyUrl: 'http://proxy' }, SecureJsonData: { adminToken: 'secret' } };
  expect(renderRouteTemplate('{{ .JsonData.proxyUrl }}/v1/', data)).toBe('http://proxy/v1/');
  expect(renderRouteTemplate('Bearer {{.SecureJsonData.adminToken}}', data)).toBe('Bearer secret');
  expect(renderRouteTemplate('Bearer {{ .SecureJsonData.other }}', data)).toBe('Bearer <no value>');
});
