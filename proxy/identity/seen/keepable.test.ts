import type { Subject } from '@gatehouse/model';
import { keepable, reduceTo } from './keepable';

const ALL = { groups: true, claims: ['department'] };

const alice: Subject = {
  issuer: 'keycloak',
  kind: 'user',
  id: 'u-alice',
  email: 'alice@example.com',
  emailVerified: true,
  name: 'Alice',
  groups: ['dev', 'ops'],
  groupsIncomplete: true,
  claims: { department: ['finance'], salary: ['1'] },
};

const JWT = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.${'s'.repeat(86)}`;

describe('what is kept of a subject', () => {
  it('is everything that the configuration lets be kept, and no other claim', () => {
    expect(keepable(alice, ALL)).toEqual({
      subject: { ...alice, claims: { department: ['finance'] } },
      shortened: false,
    });
    expect(keepable(alice, { groups: false, claims: [] })).toEqual({
      subject: { ...alice, groups: [], claims: {} },
      shortened: false,
    });
  });

  it('is never what vm_access gives, or anything else that a subject may come to have', () => {
    const vmAccess = { tenant: undefined, access: 'read' as const, filters: [JWT], backends: undefined };
    const more: Subject = Object.assign({ token: JWT }, { ...alice, vmAccess });
    expect(JSON.stringify(keepable(more, ALL))).toBe(JSON.stringify(keepable(alice, ALL)));
  });

  it('leaves away what is not there', () => {
    const { email: _email, name: _name, groupsIncomplete: _incomplete, ...bare } = alice;
    expect(keepable({ ...bare, claims: {} }, ALL).subject).toEqual({ ...bare, claims: {} });
  });

  it.each<[string, Partial<Subject>, Partial<Subject>]>([
    ['a long id', { id: 'x'.repeat(513) }, { id: 'x'.repeat(512) }],
    ['a long name', { name: 'x'.repeat(513) }, { name: 'x'.repeat(512) }],
    ['a long address', { email: `${'x'.repeat(320)}@example.com` }, { email: undefined }],
    [
      'a long group, half of which could be the name of another',
      { groups: ['x'.repeat(513), 'dev'] },
      { groups: ['dev'] },
    ],
    ['half a character in an id', { id: 'a\ud800' }, { id: 'a\ufffd' }],
    ['the character 0 in a name', { name: 'a\u0000b' }, { name: 'a\ufffdb' }],
    ['half a character in a group', { groups: ['\udc00'] }, { groups: [] }],
    ['a token for an id', { id: `a ${JWT}` }, { id: '' }],
    ['a token for an address', { email: JWT }, { email: undefined }],
    ['a token for a group', { groups: [JWT] }, { groups: [] }],
    [
      'a credential for a claim',
      { claims: { department: [`gate_${'a'.repeat(43)}`] } },
      { claims: { department: [] } },
    ],
  ])('is flagged as shortened with %s', (_, change, expected) => {
    const kept = keepable({ ...alice, ...change }, ALL);
    expect(kept).toEqual({
      subject: { ...alice, claims: { department: ['finance'] }, ...expected },
      shortened: true,
    });
  });

  it('has at most 500 groups and 100 values of a claim, and says that there are more', () => {
    const numbers = Array.from({ length: 501 }, (_, number) => `${number}`);
    expect(keepable({ ...alice, groups: numbers }, ALL)).toEqual({
      subject: expect.objectContaining({ groups: numbers.slice(0, 500) }),
      shortened: true,
    });
    expect(keepable({ ...alice, groups: numbers.slice(1) }, ALL).shortened).toBe(false);
    const { subject, shortened } = keepable({ ...alice, claims: { department: numbers } }, ALL);
    expect([subject.claims.department?.length, shortened]).toEqual([100, true]);
  });

  it('is bounded as a whole', () => {
    const groups = Array.from({ length: 500 }, (_, number) => `${number}-`.padEnd(512, 'x'));
    const kept = keepable({ ...alice, groups }, ALL);
    expect(kept.shortened).toBe(true);
    expect(JSON.stringify(kept).length).toBeLessThan(40_000);
  });

  it('takes no time over a text that is made to take time', () => {
    const hostile = 'eyJ'.repeat(16_000);
    const startedAt = performance.now();
    keepable({ ...alice, id: hostile, name: hostile, email: hostile, groups: Array(500).fill(hostile) }, ALL);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });

  it('knows nothing by the names that every object has', () => {
    expect(keepable(alice, { groups: true, claims: ['constructor', '__proto__'] }).subject.claims).toEqual({});
  });
});

describe('what was kept under other rules', () => {
  it('is the same object when all of it may stay', () => {
    const { subject } = keepable(alice, ALL);
    expect(reduceTo(ALL)(subject)).toBe(subject);
  });

  it('loses groups and claims that may not stay', () => {
    const { subject } = keepable(alice, { groups: true, claims: ['department', 'salary'] });
    expect(reduceTo({ groups: false, claims: ['salary'] })(subject)).toEqual({
      ...subject,
      groups: [],
      claims: { salary: ['1'] },
    });
    expect(reduceTo({ groups: true, claims: [] })(subject)).toEqual({ ...subject, claims: {} });
  });
});
