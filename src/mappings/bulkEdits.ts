import type { Mapping } from '@gatehouse/model';
import type { Edit } from '../draft/draft';

/** What can be done to many mappings at once. */
export type BulkChange =
  | { kind: 'enable' | 'disable' }
  | { kind: 'remove' }
  | { kind: 'add-principal' | 'remove-principal'; principal: string }
  | { kind: 'add-tenant' | 'remove-tenant'; tenant: string };

/**
 * The edits that a change of many mappings comes to. Mappings that it makes no difference to are left out, and so are those that
 * would have no principal or no grant left: a mapping that means nothing is removed on purpose only.
 */
export function bulkEdits(mappings: readonly Mapping[], change: BulkChange): Array<Edit<Mapping>> {
  return mappings.flatMap((mapping): Array<Edit<Mapping>> => {
    if (change.kind === 'remove') {
      return [{ name: mapping.name }];
    }
    const next = changed(mapping, change);
    return next === undefined ? [] : [{ name: mapping.name, next }];
  });
}

/** Undefined when it stays as it is. */
function changed(mapping: Mapping, change: Exclude<BulkChange, { kind: 'remove' }>): Mapping | undefined {
  switch (change.kind) {
    case 'enable':
    case 'disable': {
      const enabled = change.kind === 'enable';
      return mapping.enabled === enabled ? undefined : { ...mapping, enabled };
    }
    case 'add-principal':
      return mapping.principals.includes(change.principal)
        ? undefined
        : { ...mapping, principals: [...mapping.principals, change.principal] };
    case 'remove-principal': {
      const principals = mapping.principals.filter((principal) => principal !== change.principal);
      return principals.length === mapping.principals.length || principals.length === 0
        ? undefined
        : { ...mapping, principals };
    }
    case 'add-tenant':
      return withTenant(mapping, change.tenant);
    case 'remove-tenant':
      return withoutTenant(mapping, change.tenant);
  }
}

/** Mappings that name the tenant stay as they are: the whole tenant beside a grant with filters would lift the filters. */
function withTenant(mapping: Mapping, tenant: string): Mapping | undefined {
  // A deny mapping without grants denies everything, this tenant too.
  if (mapping.grants === undefined || mapping.grants.some((grant) => grant.tenant === tenant)) {
    return undefined;
  }
  return mapping.effect === 'deny'
    ? { ...mapping, grants: [...mapping.grants, { tenant }] }
    : { ...mapping, grants: [...mapping.grants, { tenant, access: 'read' }] };
}

function withoutTenant(mapping: Mapping, tenant: string): Mapping | undefined {
  const isOther = (grant: { tenant: string }) => grant.tenant !== tenant;
  if (mapping.grants === undefined || mapping.grants.every(isOther) || !mapping.grants.some(isOther)) {
    return undefined;
  }
  return mapping.effect === 'deny'
    ? { ...mapping, grants: mapping.grants.filter(isOther) }
    : { ...mapping, grants: mapping.grants.filter(isOther) };
}
