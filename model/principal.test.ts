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
    const service: Subject = { ...alice, issuer: 'gatehouse', kind: 'service', id: 'vmagent' };
    expect(principalsOf(service)).toEqual(['service:vmagent', 'authenticated']);
  });

  test('names no service that another issuer vouches for, and no user of Gatehouse itself as a service', () => {
    expect(principalsOf({ ...alice, kind: 'service', id: 'vmagent' })).toEqual(['authenticated']);
    const names = principalsOf({ ...alice, issuer: 'gatehouse', id: 'vmagent', groups: ['service:vmagent'] });
    expect(names.filter((principal) => principal.startsWith('service:'))).toEqual([]);
  });

  test.each(['ALICE@EXAMPLE.COM', 'alice@example.com', 'aLiCe@eXample.com'])(
    'reads the address %s whatever its case',
    (email) => {
      expect(principalsOf({ ...alice, email })).toEqual(
        expect.arrayContaining(['user:alice@example.com', 'domain:example.com'])
      );
    }
  );

  test.each([
    ['user', 'group:admins', { id: 'group:admins', groups: [], claims: {} }],
    ['user', 'acme-dev', { id: 'acme-dev', groups: [], claims: {} }],
    ['group', 'user:u-root', { id: 'x', groups: ['user:u-root'], claims: {} }],
    ['claim', 'x=group:admins', { id: 'x', groups: [], claims: { x: ['group:admins'] } }],
  ])('a %s named %s is nothing else', (kind, name, change) => {
    const principals = principalsOf({ ...alice, email: undefined, ...change });
    expect(principals.filter((principal) => principal.endsWith(name))).toEqual([`${kind}:${name}`]);
  });

  test.each([
    ['unverified', { emailVerified: false }],
    ['with two "@"', { email: 'a@evil@example.com' }],
    ['with a Cyrillic letter', { email: 'аlice@example.com' }],
    ['with a Kelvin sign', { email: 'mi\u212ae@example.com' }],
    ['with a space', { email: 'alice @example.com' }],
    ['without a domain', { email: 'alice@' }],
    ['with a full-width "@"', { email: 'alice\uff20example.com' }],
    ['with a full-width letter', { email: 'alice@\uff45xample.com' }],
    ['with a soft hyphen', { email: 'al\u00adice@example.com' }],
    ['with an address in front', { email: 'alice@example.com@evil.example' }],
    ['with an address in quotes in front', { email: '"alice@example.com"@evil.example' }],
    ['with a quoted name', { email: '"alice"@example.com' }],
    ['with a comment', { email: 'alice(x)@example.com' }],
    ['in angle brackets', { email: '<alice@example.com>' }],
    ['one of several', { email: 'alice@example.com,mallory@evil.example' }],
    ['one of several names', { email: 'mallory,alice@example.com' }],
    ['with a trailing dot', { email: 'alice@example.com.' }],
    ['with a leading dot in its domain', { email: 'alice@.example.com' }],
    ['with a line break', { email: 'alice@example.com\n' }],
    ['with NUL', { email: 'alice@example.com\0' }],
    ['at an IP address', { email: 'alice@[127.0.0.1]' }],
    ['empty', { email: '' }],
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
