import fc from 'fast-check';
import { principalsOf, type Subject } from '@gatehouse/model';
import { configSchema, type IssuerConfig } from '../config/schema';
import { claimsToSubject, type MappedClaims } from './subject';

function configOf(options: object = {}): IssuerConfig {
  const [config] = configSchema.shape.issuers.parse([
    { name: 'sso', issuer: 'https://sso.example.com', audience: ['grafana'], ...options },
  ]);
  if (config === undefined) {
    throw new Error('no configuration');
  }
  return config;
}

const map = (options: object, ...tokens: object[]): MappedClaims =>
  claimsToSubject(
    configOf(options),
    tokens.map((claims) => ({ sub: 'u-alice', ...claims }))
  );

function subjectOf(options: object, ...tokens: object[]): Subject {
  const mapped = map(options, ...tokens);
  if (!mapped.ok) {
    throw new Error(`${mapped.reason}: ${mapped.message}`);
  }
  return mapped.subject;
}

const withGroups = (groups: string | string[], more: object = {}) => ({ claims: { groups }, ...more });
const events = (mapped: MappedClaims) => (mapped.ok ? mapped.warnings.map(({ event }) => event) : mapped.reason);

describe('groups', () => {
  test.each<[string, string | string[], object, string[]]>([
    ['an array', 'groups', { groups: ['a', 'b', 'a'] }, ['a', 'b']],
    ['one text', 'groups', { groups: 'a, b' }, ['a, b']],
    ['a path', 'realm_access.roles', { realm_access: { roles: ['a'] } }, ['a']],
    [
      'a longer path',
      'resource_access.grafana.roles',
      { resource_access: { grafana: { roles: ['a'] }, x: { roles: ['b'] } } },
      ['a'],
    ],
    [
      'a Keycloak path, as it is',
      'groups',
      { groups: ['/acme/dev', 'acme/dev', '/Acme/dev'] },
      ['/acme/dev', 'acme/dev', '/Acme/dev'],
    ],
    ['a URL', 'https://example.com/groups', { 'https://example.com/groups': ['a'] }, ['a']],
    [
      'a URL below something',
      'app.https://example.com/groups',
      { app: { 'https://example.com/groups': ['a'] } },
      ['a'],
    ],
    [
      'something below a URL',
      'https://example.com/app.groups',
      { 'https://example.com/app': { groups: ['a'] } },
      ['a'],
    ],
    ['something with dots below a URL', 'https://a.b/c.x.y.z', { 'https://a.b/c': { 'x.y': { z: 'a' } } }, ['a']],
    ['the longest name first', 'a.b', { 'a.b': ['long'], a: { b: ['short'] } }, ['long']],
    ['the longest name that leads somewhere', 'a.b.c', { 'a.b': { x: 1 }, a: { 'b.c': ['short'] } }, ['short']],
    [
      'objects in an array',
      'groups.name',
      { groups: [{ name: 'a', id: 1 }, { name: 'b' }, 'c', { id: 2 }, null] },
      ['a', 'b'],
    ],
    [
      'arrays of objects in arrays of objects',
      'orgs.teams.name',
      { orgs: [{ teams: [{ name: 'a' }] }, { teams: [{ name: 'b' }, { name: ['c'] }] }] },
      ['a', 'b', 'c'],
    ],
    ['several paths, united', ['groups', 'roles'], { groups: ['a', 'b'], roles: ['b', 'c'] }, ['a', 'b', 'c']],
    [
      "Zitadel's roles",
      'urn:zitadel:iam:org:project:roles',
      { 'urn:zitadel:iam:org:project:roles': { admin: { 1: 'x' }, viewer: { 2: 'y' } } },
      ['admin', 'viewer'],
    ],
    [
      'the keys of an object that have something behind them',
      'roles',
      {
        roles: {
          a: true,
          b: { x: 1 },
          c: ['x'],
          d: false,
          e: 0,
          f: '',
          g: null,
          h: 'false',
          i: 'true',
          j: 1,
          k: {},
          l: [],
        },
      },
      ['a', 'b', 'c'],
    ],
    ['nothing out of numbers and booleans in an array', 'groups', { groups: [7, 0, true, false, null, 'a'] }, ['a']],
    ['nothing out of objects in an array', 'groups', { groups: [{ admin: true, name: 'x' }, ['y']] }, []],
    ['nothing out of a number', 'groups', { groups: 7 }, []],
    ['nothing out of true', 'groups', { groups: true }, []],
    ['nothing out of null', 'groups', { groups: null }, []],
    ['nothing of an empty name', 'groups', { groups: ['', ' ', 'a '] }, []],
    ['nothing without a separator', 'groups', { groups: '' }, []],
    ['nothing through a text', 'groups.length', { groups: 'abc' }, []],
    ['nothing through an array index', 'groups.0', { groups: ['abc'] }, []],
    ['nothing inherited', 'constructor.name', {}, []],
    ['nothing inherited by way of __proto__', '__proto__.constructor.name', { x: 1 }, []],
    [
      'what is its own, whatever its name',
      ['__proto__', 'constructor'],
      JSON.parse('{"__proto__":["a"],"constructor":["b"]}'),
      ['a', 'b'],
    ],
    [
      'keys of whatever name',
      'roles',
      JSON.parse('{"roles":{"__proto__":true,"constructor":{"x":1}}}'),
      ['__proto__', 'constructor'],
    ],
    [
      'nothing of what no policy can name',
      'groups',
      { groups: ['a\nb', 'x'.repeat(507), 'a\0', 'y'.repeat(506)] },
      ['y'.repeat(506)],
    ],
  ])('are read out of %s', (_name, paths, claims, expected) => {
    const subject = subjectOf(withGroups(paths), claims);
    expect(subject.groups).toEqual(expected);
    expect(subject).not.toHaveProperty('groupsIncomplete');
    expect(principalsOf(subject).filter((one) => one.startsWith('group:'))).toEqual(
      expected.map((one) => `group:${one}`)
    );
  });

  test.each([
    [',', 'a, b ,,c', ['a', 'b', 'c']],
    [';', 'a,b; c', ['a,b', 'c']],
    [' ', ' a  b ', ['a', 'b']],
    [',', ['a,b', 'c'], ['a,b', 'c']],
  ])('with the separator %j are read out of %j', (groupSeparator, groups, expected) => {
    expect(subjectOf({ groupSeparator }, { groups }).groups).toEqual(expected);
  });

  test('that the preferred token lacks come from the next one', () => {
    expect(subjectOf({}, { groups: [] }, { groups: ['a'] }).groups).toEqual(['a']);
    expect(subjectOf({}, { groups: ['b'] }, { groups: ['a'] }).groups).toEqual(['b']);
  });

  test('beyond 2,000 do not count, and then not all are known', () => {
    const groups = Array.from({ length: 100_000 }, (_, index) => `g${index}`);
    const mapped = map({}, { groups });
    expect(mapped).toMatchObject({ ok: true, subject: { groupsIncomplete: true } });
    expect(mapped.ok && mapped.subject.groups).toHaveLength(2_000);
    expect(events(mapped)).toEqual(['groups-incomplete']);
    expect(subjectOf({}, { groups: groups.slice(0, 2_000) })).not.toHaveProperty('groupsIncomplete');
  });
});

describe('groups that the issuer left out', () => {
  const overage = { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example' } } };

  test.each<[string, object, object[], boolean]>([
    ['as a distributed claim', {}, [overage], true],
    ['by hasgroups', {}, [{ hasgroups: true }], true],
    ['by hasgroups as a text', {}, [{ hasgroups: 'true' }], true],
    ['by a claim in place of the groups', {}, [{ 'groups:src1': 'https://graph.example' }], true],
    ['although there is an empty list', {}, [{ ...overage, groups: [] }], true],
    ['of one token, while no token has them', {}, [{}, overage], true],
    ['of a path below them', withGroups('groups.name'), [overage], true],
    ['of one of several paths', withGroups(['roles', 'groups']), [{ ...overage, roles: ['a'] }], true],
    ['not: another token has them', {}, [overage, { groups: ['a'] }], false],
    ['not: hasgroups is false', {}, [{ hasgroups: false }], false],
    ['not: other claims are elsewhere', {}, [{ _claim_names: { address: 'src1' } }], false],
    ['not: the groups are read elsewhere', withGroups('roles'), [{ ...overage, hasgroups: true, roles: ['a'] }], false],
    ['not: the claim is named likewise only', withGroups('groupsets'), [overage], false],
    ['not: there are none', {}, [{}], false],
    ['not: _claim_names is no object', {}, [{ _claim_names: ['groups'] }], false],
  ])('are noticed: %s', (_name, options, tokens, expected) => {
    const mapped = map(options, ...tokens);
    expect(mapped.ok && (mapped.subject.groupsIncomplete ?? false)).toBe(expected);
    expect(events(mapped)).toEqual(expected ? ['groups-incomplete'] : []);
  });
});

describe('an address', () => {
  test.each<[string, object, object[], string | undefined, boolean]>([
    ['that the issuer verified', {}, [{ email: 'a@b.c', email_verified: true }], 'a@b.c', true],
    ['that the issuer verified, in a text', {}, [{ email: 'a@b.c', email_verified: 'true' }], 'a@b.c', true],
    ['about which it says nothing', {}, [{ email: 'a@b.c' }], 'a@b.c', false],
    [
      'about which it says nothing, where that is taken as a yes',
      { assumeEmailVerified: true },
      [{ email: 'a@b.c' }],
      'a@b.c',
      true,
    ],
    [
      'about which it says no, even then',
      { assumeEmailVerified: true },
      [{ email: 'a@b.c', email_verified: false }],
      'a@b.c',
      false,
    ],
    [
      'about which it says null, even then',
      { assumeEmailVerified: true },
      [{ email: 'a@b.c', email_verified: null }],
      'a@b.c',
      false,
    ],
    ['about which it says 1', {}, [{ email: 'a@b.c', email_verified: 1 }], 'a@b.c', false],
    ['about which it says TRUE', {}, [{ email: 'a@b.c', email_verified: 'TRUE' }], 'a@b.c', false],
    ['about which it says [true]', {}, [{ email: 'a@b.c', email_verified: [true] }], 'a@b.c', false],
    ['whose token is not the one that says yes', {}, [{ email: 'a@b.c' }, { email_verified: true }], 'a@b.c', false],
    [
      'of one token, while another address is verified in the other',
      {},
      [{ email: 'a@b.c' }, { email: 'x@y.z', email_verified: true }],
      'x@y.z',
      true,
    ],
    [
      'that one token calls verified and the other not',
      {},
      [
        { email: 'a@b.c', email_verified: true },
        { email: 'a@b.c', email_verified: false },
      ],
      'a@b.c',
      false,
    ],
    [
      'that is verified in both tokens differently',
      {},
      [
        { email: 'a@b.c', email_verified: true },
        { email: 'x@y.z', email_verified: true },
      ],
      'a@b.c',
      true,
    ],
    ['that is a list', {}, [{ email: ['a@b.c'], email_verified: true }], undefined, false],
    [
      'in a list of objects',
      { claims: { email: 'emails.value', emailVerified: 'emails.ok' } },
      [{ emails: [{ value: 'a@b.c', ok: true }] }],
      undefined,
      false,
    ],
    ['that is an object', {}, [{ email: { x: 'a@b.c' }, email_verified: true }], undefined, false],
    ['that is empty', {}, [{ email: '', email_verified: true }], undefined, false],
    ['that is very long', {}, [{ email: `${'a'.repeat(320)}@b.c`, email_verified: true }], undefined, false],
    ['with a line break', {}, [{ email: 'a@b.c\n', email_verified: true }], undefined, false],
    [
      'by other paths',
      { claims: { email: 'mail.address', emailVerified: 'mail.ok' } },
      [{ mail: { address: 'a@b.c', ok: true } }],
      'a@b.c',
      true,
    ],
  ])('%s', (_name, options, tokens, email, emailVerified) => {
    expect(subjectOf(options, ...tokens)).toMatchObject({ email, emailVerified });
  });

  test.each([
    'a@evil@example.com',
    'alice@example.com.',
    '"alice"@example.com',
    'alice@exаmple.com',
    'alice＠example.com',
    'alice@example.com, bob@example.com',
    ' alice@example.com',
    'mailto:alice@example.com',
    'Alice <alice@example.com>',
  ])('that is none, verified or not, names nobody: %s', (email) => {
    const principals = principalsOf(subjectOf({}, { email, email_verified: true }));
    expect(principals).toEqual(['user:u-alice', 'authenticated']);
  });

  test('as an id is no address', () => {
    const subject = subjectOf({ claims: { id: 'preferred_username' } }, { preferred_username: 'bob@example.com' });
    expect(principalsOf(subject)).toEqual(['authenticated']);
    const own = subjectOf({}, { sub: 'bob@example.com', email: 'eve@example.com', email_verified: true });
    expect(principalsOf(own)).toEqual(['user:eve@example.com', 'domain:example.com', 'authenticated']);
  });
});

describe('an id', () => {
  test.each<[string, object, object]>([
    ['that is missing', {}, { sub: undefined }],
    ['that is a number', {}, { sub: 7 }],
    ['that is empty', {}, { sub: '' }],
    ['that is a list', {}, { sub: ['u-alice'] }],
    ['that is very long', {}, { sub: 'x'.repeat(513) }],
    ['with a line break', {}, { sub: 'u-alice\n' }],
    ['with NUL', {}, { sub: 'u-alice\0' }],
    ['at a path through a list', { claims: { id: 'ids.value' } }, { ids: [{ value: 'u-alice' }] }],
    ['that is inherited', { claims: { id: 'constructor.name' } }, {}],
    ['that is inherited by way of __proto__', { claims: { id: '__proto__.x' } }, {}],
  ])('%s names nobody', (_name, options, claims) => {
    expect(map(options, claims)).toMatchObject({ ok: false, status: 401, reason: 'token-claim' });
  });

  test('is read at its path', () => {
    expect(subjectOf({ claims: { id: 'https://a.b/user.oid' } }, { 'https://a.b/user': { oid: '1' } }).id).toBe('1');
  });
});

test('a name that could not be shown is left out', () => {
  expect(subjectOf({}, { name: 'Alice' }).name).toBe('Alice');
  for (const name of ['a\nb', 'x'.repeat(513), 7, ['Alice'], '']) {
    expect(subjectOf({}, { name }).name).toBeUndefined();
  }
});

describe('further claims', () => {
  test.each<[object, string | string[], string[]]>([
    [{ org: { unit: 'it' } }, 'org.unit', ['it']],
    [{ org: { unit: ['it', 'hr', 7, true, ''] } }, 'org.unit', ['it', 'hr']],
    [{ org: [{ unit: 'it' }, { unit: ['hr'] }] }, 'org.unit', ['it', 'hr']],
    [{ a: 'x', b: ['y'] }, ['a', 'b'], ['x', 'y']],
    [{ a: { x: true } }, 'a', []],
    [{ a: 7 }, 'a', []],
    [{ a: 'x\0y' }, 'a', []],
    [{ a: 'x,y' }, 'a', ['x,y']],
  ])('of %j are read at %j', (claims, unit, expected) => {
    expect(subjectOf({ claims: { unit }, groupSeparator: ',' }, claims).claims).toEqual({ unit: expected });
  });

  test('with more than 2,000 values are not understood', () => {
    const unit = Array.from({ length: 2_001 }, (_, index) => `u${index}`);
    expect(map({ claims: { unit: 'unit' } }, { unit })).toMatchObject({ ok: false, reason: 'token-claim' });
  });
});

describe('vm_access', () => {
  const claim = { tenant_id: { account_id: 1 }, mode: 1 };
  const vmAccess = { tenant: { account: 1, project: 0 }, access: 'read', filters: undefined, backends: undefined };

  test.each<[string, unknown, object[], object]>([
    ['is not read of an issuer that is not trusted with it', false, [{ vm_access: claim }], {}],
    ['is read of one that is', true, [{ vm_access: claim }], { vmAccess }],
    ['is read as a text', true, [{ vm_access: JSON.stringify(claim) }], { vmAccess }],
    [
      'counts for the backends for which the issuer is trusted',
      ['eu'],
      [{ vm_access: claim }],
      { vmAccess: { ...vmAccess, backends: ['eu'] } },
    ],
    ['is not needed', true, [{}], {}],
    ['is not there when it is null', true, [{ vm_access: null }], {}],
    ['may stand in any token', true, [{}, { vm_access: claim }], { vmAccess }],
    ['may stand in several tokens', true, [{ vm_access: claim }, { vm_access: JSON.stringify(claim) }], { vmAccess }],
    [
      'gives nothing where the tokens differ',
      true,
      [{ vm_access: claim }, { vm_access: { tenant_id: { account_id: 2 }, mode: 1 } }],
      { vmAccessProblem: expect.stringContaining('different') },
    ],
    [
      'gives nothing where one token is not understood',
      true,
      [{ vm_access: claim }, { vm_access: 7 }],
      { vmAccessProblem: expect.any(String) },
    ],
    [
      'gives nothing where it is not understood',
      true,
      [{ vm_access: { role: 1 } }],
      { vmAccessProblem: expect.stringContaining('role') },
    ],
    ['gives nothing where it is inherited', true, [JSON.parse('{"__proto__":{"vm_access":{}}}')], {}],
  ])('%s', (_name, trustVmAccess, tokens, expected) => {
    const mapped = map({ trustVmAccess }, ...tokens);
    const { vmAccess: given, vmAccessProblem } = subjectOf({ trustVmAccess }, ...tokens);
    expect({ ...(given && { vmAccess: given }), ...(vmAccessProblem && { vmAccessProblem }) }).toEqual(expected);
    expect(events(mapped)).toEqual(vmAccessProblem === undefined ? [] : ['vm-access-unusable']);
  });
});

test('no claims whatever make a service, or a subject of another issuer', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>('service', 'gatehouse', 'service:vmagent', ['service:vmagent'])
  );
  const key = fc.constantFrom(
    'kind',
    'issuer',
    'iss',
    'sub',
    'groups',
    'email',
    'email_verified',
    'name',
    'unit',
    'vm_access',
    '__proto__'
  );
  const config = configOf({ trustVmAccess: true, claims: { unit: 'unit' } });
  fc.assert(
    fc.property(fc.array(fc.dictionary(key, value), { minLength: 1, maxLength: 2 }), (tokens) => {
      const mapped = claimsToSubject(config, tokens);
      if (mapped.ok) {
        expect(mapped.subject).toMatchObject({ issuer: 'sso', kind: 'user' });
        expect(principalsOf(mapped.subject).filter((one) => one.startsWith('service:'))).toEqual([]);
      }
    }),
    { numRuns: 500 }
  );
});
