import { parsePrincipal, principalsOf } from './principal';
import type { Subject } from './subject';

const alice: Subject = {
  issuer: 'keycloak',
  kind: 'user',
  id: 'u-alice',
  email: 'Alice@Example.com',
  emailVerified: true,
  groups: ['acme-dev'],
  claims: { department: ['finance', 'it'] },
};

describe('principalsOf', () => {
  test('names a user by id, address, domain, groups and claims', () => {
    expect(principalsOf(alice)).toEqual([
      'user:u-alice',
      'user:alice@example.com',
      'domain:example.com',
      'group:acme-dev',
      'claim:department=finance',
      'claim:department=it',
      'authenticated',
    ]);
  });

  test('names a service by nothing but its name', () => {
    expect(principalsOf({ ...alice, kind: 'service', id: 'vmagent' })).toEqual(['service:vmagent', 'authenticated']);
  });

  test.each([
    ['unverified', { emailVerified: false }],
    ['with two "@"', { email: 'a@evil@example.com' }],
    ['with a Cyrillic letter', { email: 'аlice@example.com' }],
    ['with a Kelvin sign', { email: 'mi\u212ae@example.com' }],
    ['with a space', { email: 'alice @example.com' }],
    ['without a domain', { email: 'alice@' }],
    ['missing', { email: undefined }],
  ])('does not name anybody by an address that is %s', (_name, change) => {
    const principals = principalsOf({ ...alice, ...change });
    expect(principals.filter((principal) => /^(user:.*@|domain:)/.test(principal))).toEqual([]);
    expect(principals).toContain('user:u-alice');
  });

  test('does not let an id pass for an address', () => {
    expect(principalsOf({ ...alice, id: 'bob@example.com', emailVerified: false })).not.toContain(
      'user:bob@example.com'
    );
  });

  test('keeps groups as they are, so that a user named like a group is not in it', () => {
    expect(principalsOf({ ...alice, id: 'acme-dev', groups: ['/Acme/dev'] })).toEqual(
      expect.arrayContaining(['user:acme-dev', 'group:/Acme/dev'])
    );
    expect(principalsOf({ ...alice, id: 'acme-dev', groups: ['Acme-Dev'] })).not.toContain('group:acme-dev');
  });
});

describe('parsePrincipal', () => {
  test.each([
    ['authenticated', 'authenticated'],
    ['user:Alice@Example.COM', 'user:alice@example.com'],
    ['user:U-Alice', 'user:U-Alice'],
    ['group:/acme/Dev team', 'group:/acme/Dev team'],
    ['domain:Example.com', 'domain:example.com'],
    ['service:vmagent', 'service:vmagent'],
    ['claim:department=a=b', 'claim:department=a=b'],
  ])('reads %s', (text, principal) => {
    expect(parsePrincipal(text)).toEqual({ principal });
  });

  test.each([
    '',
    'alice',
    'user:',
    'group: dev',
    'role:admin',
    'authenticated:',
    'user:a@b@c',
    'domain:a b',
    'domain:@x',
    'claim:x',
    'claim:=x',
    'group:a\nb',
    `group:${'x'.repeat(600)}`,
  ])('refuses %j', (text) => {
    expect(parsePrincipal(text)).toEqual({ problem: expect.any(String) });
  });
});
