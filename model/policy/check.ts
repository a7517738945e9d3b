import type { z } from 'zod';
import { matchesAbsent } from '../filter/matchesAbsent';
import { parseFilter } from '../filter/parse';
import { printMatcher } from '../filter/print';
import { type AllowMapping, type BackendKind, backendKindOf, type Policy, policySchema, type Tenant } from './schema';

/** Something about a policy that an administrator should see, with the place it is about. */
export interface Finding {
  /** Stable, for programs. */
  code: string;
  /** Where: keys and indexes from the policy's root, for example `["mappings", 0, "grants", 1, "tenant"]`. */
  path: Array<string | number>;
  /** What was expected, what was found, what to do. */
  message: string;
}

/** What a policy is checked against besides itself: the names in the proxy's configuration. */
export interface PolicySurroundings {
  backends: ReadonlyMap<string, BackendKind>;
  issuers: readonly string[];
}

export type PolicyCheck =
  { policy: Policy; problems: []; warnings: Finding[] } | { policy: undefined; problems: Finding[]; warnings: [] };

/**
 * Reads a policy from untrusted data and checks all that its schema cannot say. A policy with problems must not be saved;
 * one with warnings may.
 *
 * @param surroundings the configured backends and issuers; without them names of backends and issuers are not checked
 * @param now milliseconds since the epoch, to tell mappings that have expired already
 */
export function checkPolicy(input: unknown, surroundings: PolicySurroundings | undefined, now: number): PolicyCheck {
  const parsed = policySchema.safeParse(input);
  if (!parsed.success) {
    return { policy: undefined, problems: parsed.error.issues.map(schemaFinding), warnings: [] };
  }
  const policy = parsed.data;
  const problems = [
    ...repeatedNames(policy),
    ...unknownTenants(policy),
    ...grantsBackendsCannotKeep(policy),
    ...(surroundings === undefined ? [] : unknownSurroundings(policy, surroundings)),
  ];
  if (problems.length > 0) {
    return { policy: undefined, problems, warnings: [] };
  }
  const warnings = [
    ...filtersMatchingAbsentLabels(policy),
    ...mappingsThatNeverMatch(policy, now),
    ...tenantsNobodyReaches(policy),
    ...tenantsThatShareSeries(policy),
    ...(surroundings === undefined ? [] : mappingsOfEveryIssuer(policy, surroundings)),
  ];
  return { policy, problems: [], warnings };
}

function schemaFinding(issue: z.core.$ZodIssue): Finding {
  return {
    code: 'invalid',
    path: issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
    message: issue.message,
  };
}

function repeatedNames(policy: Policy): Finding[] {
  return (['tenants', 'mappings'] as const).flatMap((list) => {
    const seen = new Set<string>();
    return policy[list].flatMap(({ name }, index) => {
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [
        {
          code: 'name-repeated',
          path: [list, index, 'name'],
          message: `the name ${name} is used twice among the ${list}; give each its own`,
        },
      ];
    });
  });
}

function unknownTenants(policy: Policy): Finding[] {
  const names = new Set(policy.tenants.map((tenant) => tenant.name));
  return policy.mappings.flatMap((mapping, index) =>
    (mapping.grants ?? []).flatMap((grant, position) =>
      names.has(grant.tenant)
        ? []
        : [
            {
              code: 'tenant-unknown',
              path: ['mappings', index, 'grants', position, 'tenant'],
              message: `mapping ${mapping.name} names the tenant ${grant.tenant}, which the policy does not have; add the tenant or name another`,
            },
          ]
    )
  );
}

function grantsBackendsCannotKeep(policy: Policy): Finding[] {
  const tenants = new Map(policy.tenants.map((tenant) => [tenant.name, tenant]));
  return policy.mappings.flatMap((mapping, index) =>
    mapping.effect === 'deny'
      ? []
      : mapping.grants.flatMap((grant, position) => {
          const path = ['mappings', index, 'grants', position, 'filters'];
          const tenant = tenants.get(grant.tenant);
          return grant.filters === undefined || tenant === undefined
            ? []
            : [...filtersOnMimir(tenant, path), ...writeFilters(mapping, grant.access, grant.filters, path)];
        })
  );
}

function filtersOnMimir(tenant: Tenant, path: Finding['path']): Finding[] {
  return backendKindOf(tenant) === 'mimir'
    ? [
        {
          code: 'filter-unsupported',
          path,
          message: `${tenant.name} is a Mimir tenant, and Mimir cannot narrow a query by filters; remove the filters or use a VictoriaMetrics backend`,
        },
      ]
    : [];
}

/** Written samples are stamped with the filter's labels, so the filter must say exactly which labels those are. */
function writeFilters(mapping: AllowMapping, access: string, filters: string[], path: Finding['path']): Finding[] {
  if (access === 'read') {
    return [];
  }
  const matchers = filters.flatMap((filter) => parseFilter(filter).matchers);
  const labels = new Set(matchers.map((matcher) => matcher.label));
  const stampable =
    filters.length === 1 &&
    labels.size === matchers.length &&
    matchers.every(
      ({ operator, value, label }) => operator === '=' && value !== '' && label !== '__name__' && !label.includes('.')
    );
  return stampable
    ? []
    : [
        {
          code: 'write-filter',
          path,
          message: `mapping ${mapping.name} grants writing: use at most one filter with one "=" matcher a label, such as {team="dev"}; its labels are stamped on every sample. Grant reading and writing separately where they differ`,
        },
      ];
}

function unknownSurroundings(policy: Policy, { backends, issuers }: PolicySurroundings): Finding[] {
  const inTenants = policy.tenants.flatMap((tenant, index) => {
    const kind = backends.get(tenant.backend);
    const path = ['tenants', index, 'backend'];
    if (kind === undefined) {
      const known = [...backends.keys()].join(', ') || 'none';
      return [
        {
          code: 'backend-unknown',
          path,
          message: `tenant ${tenant.name} names the backend ${tenant.backend}; the proxy's configuration has: ${known}`,
        },
      ];
    }
    return kind === backendKindOf(tenant)
      ? []
      : [{ code: 'backend-kind', path, message: backendKindMessage(tenant, kind) }];
  });
  const inMappings = policy.mappings.flatMap((mapping, index) =>
    (mapping.issuers ?? []).flatMap((issuer, position) =>
      issuers.includes(issuer)
        ? []
        : [
            {
              code: 'issuer-unknown',
              path: ['mappings', index, 'issuers', position],
              message: `mapping ${mapping.name} names the issuer ${issuer}; the proxy's configuration has: ${issuers.join(', ') || 'none'}`,
            },
          ]
    )
  );
  return [...inTenants, ...inMappings];
}

function backendKindMessage(tenant: Tenant, kind: BackendKind): string {
  const needs: Record<BackendKind, string> = {
    'victoriametrics-cluster': 'an account (and project)',
    victoriametrics: 'labels, or nothing for the whole node',
    mimir: 'an org',
  };
  return `tenant ${tenant.name} stands on ${tenant.backend}, which is of kind ${kind}: give it ${needs[kind]} and nothing else`;
}

function filtersMatchingAbsentLabels(policy: Policy): Finding[] {
  return policy.mappings.flatMap((mapping, index) =>
    mapping.effect === 'deny'
      ? []
      : mapping.grants.flatMap((grant, position) =>
          (grant.filters ?? []).flatMap((filter, place) =>
            parseFilter(filter)
              .matchers.filter(matchesAbsent)
              .map((matcher) => ({
                code: 'matches-absent-label',
                path: ['mappings', index, 'grants', position, 'filters', place],
                message: `${printMatcher(matcher)} also matches series without the label ${matcher.label}`,
              }))
          )
        )
  );
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
      : [];
  });
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
    const { name, title: _title, ...place } = tenant;
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

function mappingsOfEveryIssuer(policy: Policy, { issuers }: PolicySurroundings): Finding[] {
  return issuers.length < 2
    ? []
    : policy.mappings.flatMap((mapping, index) =>
        mapping.issuers !== undefined || mapping.effect === 'deny'
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
