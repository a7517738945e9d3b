import type { Matcher } from '../filter/filter';
import { matchesAbsent } from '../filter/matchesAbsent';
import { parseFilter } from '../filter/parse';
import { printMatcher } from '../filter/print';
import { limitsOf } from '../limits';
import { SERVICE_ISSUER } from '../subject';
import { coversPrincipal } from './coverage';
import { coveredGrants } from './coveredGrants';
import { denialFindings } from './denialFindings';
import type { Finding, PolicySurroundings } from './finding';
import type { GrantLimits, Mapping, Policy } from './shape';

/**
 * Finds what is allowed but rarely meant.
 *
 * @param now milliseconds since the epoch
 */
export function findWarnings(policy: Policy, surroundings: PolicySurroundings | undefined, now: number): Finding[] {
  return [...warningSteps(policy, surroundings, now)].flat();
}

/** Mappings whose filters are read in one step. */
const STEP = 200;

/** Finds the same step by step, for who must not be kept from other things meanwhile; each step takes a few milliseconds. */
export function* warningSteps(
  policy: Policy,
  surroundings: PolicySurroundings | undefined,
  now: number
): Generator<Finding[], void> {
  for (let from = 0; from < policy.mappings.length; from += STEP) {
    yield filtersMatchingAbsentLabels(policy.mappings, from, from + STEP);
  }
  const neverMatching = new Map(
    policy.mappings.flatMap((mapping, index) => {
      const why = whyNeverMatching(mapping, index, now);
      return why === undefined ? [] : [[mapping, why]];
    })
  );
  const counts = (mapping: Mapping) => mapping.enabled && !neverMatching.has(mapping);
  yield [...neverMatching.values()];
  yield coveredGrants(policy.mappings, counts);
  yield denialFindings(policy.mappings, counts);
  yield tenantsNobodyReaches(policy, counts);
  yield tenantsThatShareSeries(policy);
  yield limitsThatNeverCount(policy);
  yield surroundings === undefined ? [] : mappingsOfEveryIssuer(policy, surroundings);
}

// In a canonical filter only these can match an absent label. They may also stand inside a value; then it is looked at in vain.
const MAY_MATCH_ABSENT = /!=|=~|!~|=""/;

function filtersMatchingAbsentLabels(mappings: readonly Mapping[], from: number, to: number): Finding[] {
  return mappings.slice(from, to).flatMap((mapping, offset) =>
    mapping.effect === 'deny'
      ? []
      : mapping.grants.flatMap((grant, position) =>
          (grant.filters ?? []).flatMap((filter, place) =>
            (MAY_MATCH_ABSENT.test(filter) ? parseFilter(filter).matchers : [])
              .filter(matchesAbsent)
              .map((matcher) => ({
                code: 'matches-absent-label',
                path: ['mappings', from + offset, 'grants', position, 'filters', place],
                message: `${printMatcher(matcher)} also matches series without the label ${matcher.label}`,
                hint: absentHint(matcher),
              }))
          )
        )
  );
}

function absentHint({ label, operator, value }: Matcher): string {
  return operator === '=' && value === ''
    ? `write the value of ${label} that is meant, or keep this when series without it are`
    : `add ${label}=~".+" to the filter to leave those series out, or keep this when they are meant`;
}

/** Why a mapping matches nobody, whatever else stands in the policy; undefined when it may match somebody. */
function whyNeverMatching(mapping: Mapping, index: number, now: number): Finding | undefined {
  const { name, expires, issuers, principals } = mapping;
  if (expires !== undefined && Date.parse(expires) <= now) {
    return {
      code: 'mapping-expired',
      path: ['mappings', index, 'expires'],
      message: `mapping ${name} has expired and matches nobody`,
      hint: `write a later time into expires, or remove mapping ${name}`,
    };
  }
  const except = new Set(mapping.except);
  if (except.size > 0 && principals.every((principal) => coversPrincipal(except, principal))) {
    return {
      code: 'mapping-matches-nobody',
      path: ['mappings', index, 'except'],
      message: `mapping ${name} excepts everybody whom it names`,
      hint: 'take out of except whom the mapping is meant for, or remove the mapping',
    };
  }
  return issuers !== undefined && issuersNameNobody(mapping)
    ? {
        code: 'mapping-matches-nobody',
        path: ['mappings', index, 'issuers'],
        message: `mapping ${name} names nobody whom its issuers vouch for: services are vouched for by ${SERVICE_ISSUER}, and nobody else is`,
        hint: principals.some(isService)
          ? `write ${SERVICE_ISSUER} into issuers, or leave issuers out`
          : 'write the issuer that these people come from into issuers, or leave issuers out',
      }
    : undefined;
}

function issuersNameNobody({ issuers = [], principals }: Mapping): boolean {
  return principals.every((principal) =>
    isService(principal)
      ? !issuers.includes(SERVICE_ISSUER)
      : principal !== 'authenticated' && issuers.every((issuer) => issuer === SERVICE_ISSUER)
  );
}

function isService(principal: string): boolean {
  return principal.startsWith('service:');
}

function tenantsNobodyReaches(policy: Policy, counts: (mapping: Mapping) => boolean): Finding[] {
  const deniedToAll = denialsOfEverybody(policy, counts);
  const reached = new Set(
    policy.mappings.flatMap((mapping) =>
      mapping.effect === 'allow' && counts(mapping) ? mapping.grants.map((grant) => grant.tenant) : []
    )
  );
  return policy.tenants.flatMap(({ name }, index): Finding[] => {
    const path = ['tenants', index];
    const denial = deniedToAll.everything ?? deniedToAll.tenants.get(name);
    if (denial !== undefined) {
      return [
        {
          code: 'tenant-unreached',
          path,
          message: `nobody reaches the tenant ${name}: mapping ${denial} denies it to everybody`,
          hint: `name whom mapping ${denial} is meant for instead of authenticated, or except those who may go on`,
        },
      ];
    }
    return reached.has(name)
      ? []
      : [
          {
            code: 'tenant-unreached',
            path,
            message: `no mapping in force grants the tenant ${name}`,
            hint: `grant ${name} in a mapping that is enabled and not over, or remove the tenant`,
          },
        ];
  });
}

/** Deny mappings that mean every subject of every issuer. */
function denialsOfEverybody(policy: Policy, counts: (mapping: Mapping) => boolean) {
  const tenants = new Map<string, string>();
  let everything: string | undefined;
  for (const mapping of policy.mappings) {
    const { effect, principals, except, issuers } = mapping;
    if (effect === 'allow' || !counts(mapping) || issuers !== undefined || except !== undefined) {
      continue;
    }
    if (!principals.includes('authenticated')) {
      continue;
    }
    if (mapping.grants === undefined) {
      everything ??= mapping.name;
    }
    mapping.grants?.forEach(({ tenant }) => tenants.set(tenant, mapping.name));
  }
  return { tenants, everything };
}

function tenantsThatShareSeries(policy: Policy): Finding[] {
  const places = new Map<string, string>();
  return policy.tenants.flatMap((tenant, index) => {
    const { name, title: _title, limits: _limits, ...place } = tenant;
    const key = JSON.stringify(place);
    const other = places.get(key);
    places.set(key, other ?? name);
    return other === undefined
      ? []
      : [
          {
            code: 'tenant-repeated',
            path: ['tenants', index],
            message: `the tenants ${other} and ${name} are the same place: who is granted one sees the other's series`,
            hint: `give ${name} a place of its own, or remove it and name ${other} in the mappings`,
          },
        ];
  });
}

/** What one subject may do alone, although nobody may do it together: the tenant's limit refuses first. */
function limitsThatNeverCount(policy: Policy): Finding[] {
  const limited = new Map(policy.tenants.flatMap(({ name, limits }) => (limits === undefined ? [] : [[name, limits]])));
  return policy.mappings.flatMap((mapping, index) =>
    mapping.effect === 'deny'
      ? []
      : mapping.grants.flatMap(({ tenant, limits }, position) =>
          kindsAbove(limits, limited.get(tenant)).map((kind) => ({
            code: 'limit-never-counts',
            path: ['mappings', index, 'grants', position, 'limits', kind],
            message: `mapping ${mapping.name} allows each subject more than the tenant ${tenant} allows all together; the tenant's limit counts`,
            hint: `write at most ${String(limited.get(tenant)?.[kind])} for ${kind} here, or raise it in the tenant ${tenant}`,
          }))
        )
  );
}

function kindsAbove(limits: GrantLimits | undefined, most: GrantLimits | undefined): Array<keyof GrantLimits> {
  const [own, shared] = [limitsOf(limits), limitsOf(most)];
  const above = (a: number | undefined, b: number | undefined) => a !== undefined && b !== undefined && a > b;
  return [
    ...(above(own.requestsPerMinute, shared.requestsPerMinute) ? (['requestsPerMinute'] as const) : []),
    ...(above(own.concurrency, shared.concurrency) ? (['concurrency'] as const) : []),
    ...(above(own.maxRangeMilliseconds, shared.maxRangeMilliseconds) ? (['maxRange'] as const) : []),
  ];
}

function mappingsOfEveryIssuer(policy: Policy, { issuers }: PolicySurroundings): Finding[] {
  return issuers.length < 2
    ? []
    : policy.mappings.flatMap((mapping, index) =>
        mapping.issuers !== undefined || mapping.effect === 'deny' || mapping.principals.every(isService)
          ? []
          : [
              {
                code: 'issuer-unnamed',
                path: ['mappings', index],
                message: `mapping ${mapping.name} trusts every issuer (${issuers.join(', ')}): each of them could claim its principals; name the issuers it means`,
                hint: `write issuers: [${issuers[0]}], or whichever the principals of mapping ${mapping.name} come from`,
              },
            ]
      );
}
