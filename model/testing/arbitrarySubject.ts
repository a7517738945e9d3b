import fc from 'fast-check';
import type { Subject } from '../subject';

const person = fc.record({
  issuer: fc.constantFrom('keycloak', 'okta'),
  kind: fc.constant('user' as const),
  id: fc.constantFrom('u-alice', 'u-bob', 'u-carol'),
  email: fc.constantFrom(undefined, 'bob@acme.example', 'carol@other.example'),
  emailVerified: fc.boolean(),
  groups: fc.subarray(['dev', 'ops', 'qa']),
  claims: fc.constantFrom<Record<string, string[]>>({}, { department: ['it'] }),
  groupsIncomplete: fc.constantFrom(undefined, undefined, true as const),
  claimsIncomplete: fc.constantFrom(undefined, undefined, true as const),
  vmAccess: fc.constantFrom(
    undefined,
    undefined,
    { tenant: { account: 1, project: 0 }, access: 'read' as const, filters: undefined, backends: undefined },
    { tenant: undefined, access: 'read-write' as const, filters: ['{team="dev"}'], backends: ['single'] }
  ),
});
const service = fc.record({
  issuer: fc.constantFrom('gatehouse', 'keycloak'),
  kind: fc.constant('service' as const),
  id: fc.constantFrom('agent', 'other'),
  emailVerified: fc.constant(false),
  groups: fc.constant([]),
  claims: fc.constant({}),
});

/** Subjects whom the mappings of `arbitraryPolicy` name, in part or not at all. */
export const arbitrarySubject: fc.Arbitrary<Subject> = fc.oneof(
  { weight: 5, arbitrary: person },
  { weight: 1, arbitrary: service }
);
