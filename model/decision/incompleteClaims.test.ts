import { checkPolicy } from '../policy/check';
import type { Subject } from '../subject';
import { decide } from './decide';
import { explain } from './explain';
import { indexPolicy } from './policyIndex';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const REQUEST = { access: 'read', tenant: 'acme' } as const;

const alice: Subject = {
  issuer: 'keycloak',
  kind: 'user',
  id: 'u-alice',
  emailVerified: false,
  groups: ['dev'],
  claims: {},
};
const partly: Subject = { ...alice, claimsIncomplete: true };

function indexOf(mappings: object[]) {
  const named = mappings.map((mapping, index) => ({ name: `m${index}`, principals: ['authenticated'], ...mapping }));
  const { policy, problems } = checkPolicy(
    { tenants: [{ name: 'acme', backend: 'cluster', account: 1 }], mappings: named },
    undefined,
    NOW
  );
  if (policy === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  return indexPolicy(policy);
}

const allow = { grants: [{ tenant: 'acme', access: 'read' }] };
const deny = (...principals: string[]) => ({ effect: 'deny', principals });

describe('somebody of whom a token is missing', () => {
  test.each<[string, object[], boolean]>([
    ['a group that is denied', [allow, deny('group:interns')], false],
    ['an address that is denied', [allow, deny('user:mallory@evil.example')], false],
    ['a domain that is denied', [allow, deny('domain:evil.example')], false],
    ['a claim that is denied', [allow, deny('claim:department=finance')], false],
    ['one of several that is denied', [allow, deny('service:x', 'claim:department=finance')], false],
    ['an id that is denied to somebody else', [allow, deny('user:u-bob')], true],
    ['a service that is denied', [allow, deny('service:vmagent')], true],
    ['a denial of another issuer', [allow, { ...deny('group:interns'), issuers: ['okta'] }], true],
    ['a denial that is disabled', [allow, { ...deny('group:interns'), enabled: false }], true],
    ['an exception of an address', [{ ...allow, except: ['user:mallory@evil.example'] }], false],
    ['an exception of a claim', [{ ...allow, except: ['claim:department=finance'] }], false],
    ['an exception of an id', [{ ...allow, except: ['user:u-bob'] }], true],
    ['no denial at all', [allow], true],
  ])('and %s', (_name, mappings, allowed) => {
    const index = indexOf(mappings);
    expect(decide(index, alice, REQUEST, NOW).allowed).toBe(true);
    expect(decide(index, partly, REQUEST, NOW).allowed).toBe(allowed);
  });

  test('is told so, and the explanation shows what was presumed', () => {
    const index = indexOf([allow, deny('domain:evil.example')]);
    const { decision, mappings } = explain(index, partly, REQUEST, NOW);
    expect(decision).toMatchObject({
      reason: 'denied',
      message: expect.stringContaining('One of the tokens of this login'),
    });
    expect(mappings).toContainEqual(expect.objectContaining({ name: 'm1', part: 'denies', presumed: true }));
  });

  test('gains nothing from what is not known', () => {
    const index = indexOf([{ ...allow, principals: ['domain:acme.example'] }]);
    expect(decide(index, partly, REQUEST, NOW).allowed).toBe(false);
  });
});
