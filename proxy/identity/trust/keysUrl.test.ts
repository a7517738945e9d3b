import { keysUrl } from './keysUrl';

test.each([
  ['https://sso.example.com', 'https://keys.example.com/jwks'],
  ['http://keycloak:8080/realms/acme', 'http://keycloak:8080/realms/acme/certs'],
  ['http://keycloak:8080/realms/acme', 'https://sso.example.com/certs'],
])('%s may have its keys at %s', (issuer, jwks_uri) => {
  expect(keysUrl({ issuer, jwks_uri })).toBe(jwks_uri);
});

test.each(['http://sso.example.com/jwks', 'HTTP://sso.example.com/jwks'])(
  'an issuer with TLS may not have its keys at %s',
  (jwks_uri) => {
    expect(() => keysUrl({ issuer: 'https://sso.example.com', jwks_uri })).toThrow('set jwksUrl if that is meant');
  }
);

test('an issuer without keys is told as such', () => {
  expect(() => keysUrl({ issuer: 'https://sso.example.com' })).toThrow('names no keys');
});
