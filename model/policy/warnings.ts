import type { Matcher } from '../filter/filter';
import { matchesAbsent } from '../filter/matchesAbsent';
import { parseFilter } from '../filter/parse';
import { printMatcher } from '../filter/print';
import { limitsOf } from '../limits';
import { SERVICE_ISSUER } from '../subject';
import type { Finding, PolicySurroundings } from './finding';
import type { GrantLimits, Mapping, Policy } from './schema';

/**
 * Finds what is allowed but rarely meant.
 *
 * @param now milliseconds since the epoch
 */
export function findWarnings(policy: Policy, surroundings: PolicySurroundings | undefined, now: number): Finding[] {
  return [
    ...filtersMatchingAbsentLabels(policy),
    ...mappingsThatNeverMatch(policy, now),
    ...tenantsNobodyReaches(policy),
    ...tenantsThatShareSeries(policy),
    ...limitsThatNeverCount(policy),
    ...(surroundings === undefined ? [] : mappingsOfEveryIssuer(policy, surroundings)),
  ];
}

// In a canonical filter only these can match an absent label. They may also stand inside a value; then it is looked at in vain.
const MAY_MATCH_ABSENT = /!=|=~|!~|=""/;

function filtersMatchingAbsentLabels(policy: Policy): Finding[] {
  const isAbsentMatched = rememberVerdicts();
  return policy.mappings.flatMap((mapping, index) =>
    mapping.effect === 'deny'
      ? []
      : mapping.grants.flatMap((grant, position) =>
          (grant.filters ?? []).flatMap((filter, place) =>
            (MAY_MATCH_ABSENT.test(filter) ? parseFilter(filter).matchers : [])
              .filter(isAbsentMatched)
              .map((matcher) => ({
                code: 'matches-absent-label',
                path: ['mappings', index, 'grants', position, 'filters', place],
                message: `${printMatcher(matcher)} also matches series without the label ${matcher.label}`,
              }))
          )
        )
  );
}

/** Large policies repeat the same few patterns, and judging one takes longer than all else about its filter. */
function rememberVerdicts(): (matcher: Matcher) => boolean {
  const verdicts = new Map<string, boolean>();
  return (matcher) => {
    const key = matcher.operator + matcher.value;
    const verdict = verdicts.get(key) ?? matchesAbsent(matcher);
    verdicts.set(key, verdict);
    return verdict;
  };
}

function mappingsThatNeverMatch(policy: Policy, now: number): Finding[] {
  return policy.mappings.flatMap((mapping, index) => {
    if (mapping.expires !== undefined && Date.parse(mapping.expires) <= now) {
      return [
        {
          code: 'mapping-expired',
          path: ['mappings', index, 'expires'],
          message: `mapping ${mapping.name} has expired and matches nobody`,
        },
      ];
    }
    const except = new Set(mapping.except ?? []);
    const everybodyIsExcepted =
      except.has('authenticated') || mapping.principals.every((principal) => except.has(principal));
    return everybodyIsExcepted
      ? [
          {
            code: 'mapping-matches-nobody',
            path: ['mappings', index, 'except'],
            message: `mapping ${mapping.name} excepts everybody whom it names`,
          },
        ]
      : issuersNameNobody(mapping)
        ? [
            {
              code: 'mapping-matches-nobody',
              path: ['mappings', index, 'issuers'],
              message: `mapping ${mapping.name} names nobody whom its issuers vouch for: services are vouched for by ${SERVICE_ISSUER}, and nobody else is`,
            },
          ]
        : [];
  });
}

function issuersNameNobody({ issuers, principals }: Mapping): boolean {
  if (issuers === undefined) {
    return false;
  }
  return principals.every((principal) =>
    isService(principal)
      ? !issuers.includes(SERVICE_ISSUER)
      : principal !== 'authenticated' && issuers.every((issuer) => issuer === SERVICE_ISSUER)
  );
}

function isService(principal: string): boolean {
  return principal.startsWith('service:');
}

function tenantsNobodyReaches(policy: Policy): Finding[] {
  const reached = new Set(
    policy.mappings.flatMap((mapping) =>
      mapping.effect === 'allow' && mapping.enabled ? mapping.grants.map((grant) => grant.tenant) : []
    )
  );
  return policy.tenants.flatMap((tenant, index) =>
    reached.has(tenant.name)
      ? []
      : [
          {
            code: 'tenant-unreached',
            path: ['tenants', index],
            message: `no enabled mapping grants the tenant ${tenant.name}`,
          },
        ]
  );
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
              },
            ]
      );
}
