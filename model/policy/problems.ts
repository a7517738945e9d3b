import { SERVICE_ISSUER } from '../subject';
import { listed } from '../words';
import type { Finding, PolicySurroundings } from './finding';
import { type BackendKind, backendKindOf, type Policy, type Tenant } from './shape';
import { findStampProblems } from './stamps';

/** Finds what makes a policy contradict itself or its surroundings: with any of these it must not be saved. */
export function findProblems(policy: Policy, surroundings: PolicySurroundings | undefined): Finding[] {
  return [
    ...repeatedNames(policy),
    ...unknownTenants(policy),
    ...grantsBackendsCannotKeep(policy),
    ...(surroundings === undefined ? [] : unknownSurroundings(policy, surroundings)),
  ];
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
          hint: `write another name here, for example ${name.slice(0, 60)}-2, or remove one of the two`,
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
              hint: `add a tenant with the name ${grant.tenant}, or write the name of another one here${someOf(names)}`,
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
            : [
                ...filtersOnMimir(tenant, path),
                ...(grant.access === 'read' ? [] : findStampProblems(mapping, tenant, grant.filters, path)),
              ];
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
          hint: 'leave filters out to grant the whole tenant, or make a Mimir org for each part and a tenant for each org',
        },
      ]
    : [];
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
          hint: `write one of those as the backend of ${tenant.name}, or add ${tenant.backend} to backends in gatehouse.yaml`,
        },
      ];
    }
    return kind === backendKindOf(tenant)
      ? []
      : [
          {
            code: 'backend-kind',
            path,
            message: backendKindMessage(tenant, kind),
            hint: `write ${KIND_NEEDS[kind]} in place of what ${tenant.name} has, or name a backend of kind ${backendKindOf(tenant)}`,
          },
        ];
  });
  const inMappings = policy.mappings.flatMap((mapping, index) =>
    (mapping.issuers ?? []).flatMap((issuer, position) =>
      issuer === SERVICE_ISSUER || issuers.includes(issuer)
        ? []
        : [
            {
              code: 'issuer-unknown',
              path: ['mappings', index, 'issuers', position],
              message: `mapping ${mapping.name} names the issuer ${issuer}; the proxy's configuration has: ${issuers.join(', ') || 'none'} (and ${SERVICE_ISSUER}, for services)`,
              hint: `write the name of a configured issuer here, or add ${issuer} to issuers in gatehouse.yaml`,
            },
          ]
    )
  );
  return [...inTenants, ...inMappings];
}

const KIND_NEEDS: Record<BackendKind, string> = {
  'victoriametrics-cluster': 'an account (and project)',
  victoriametrics: 'labels, or nothing for the whole node',
  mimir: 'an org',
};

function backendKindMessage(tenant: Tenant, kind: BackendKind): string {
  return `tenant ${tenant.name} stands on ${tenant.backend}, which is of kind ${kind}: give it ${KIND_NEEDS[kind]} and nothing else`;
}

/** A few names to choose from, in brackets. */
function someOf(names: ReadonlySet<string>): string {
  return names.size === 0
    ? ''
    : ` (there ${names.size === 1 ? 'is' : 'are'} ${listed([...names].slice(0, 5), 5, names.size)})`;
}
