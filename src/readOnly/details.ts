import type { GrantLimits, Mapping, Tenant } from '@gatehouse/model';
import { limitsInWords } from '../limits/limitsInWords';
import { grantInWords } from '../publish/changesInWords';
import { tenantPlace } from '../tenants/tenantPlace';

/** One thing that is to be said about a tenant or a mapping. */
export interface Detail {
  term: string;
  lines: readonly string[];
}

/** All that a mapping says. */
export function mappingDetails(mapping: Mapping): Detail[] {
  const { principals, except, issuers, effect, grants, enabled, expires } = mapping;
  return [
    { term: 'Principals', lines: principals },
    ...(except === undefined ? [] : [{ term: 'Except', lines: except }]),
    { term: 'Issuers', lines: issuers ?? ['every issuer'] },
    effect === 'deny'
      ? { term: 'Denies', lines: grants?.map(({ tenant }) => tenant) ?? ['everything'] }
      : { term: 'Grants', lines: mapping.grants.map(grantInWords) },
    ...(effect === 'deny' ? [] : limitDetails(mapping.limits)),
    { term: 'State', lines: [enabled ? 'enabled' : 'disabled: it has no effect'] },
    { term: 'Ends', lines: [expires ?? 'never'] },
  ];
}

/** All that a tenant says. */
export function tenantDetails(tenant: Tenant): Detail[] {
  return [
    ...(tenant.title === undefined ? [] : [{ term: 'Title', lines: [tenant.title] }]),
    { term: 'Backend', lines: [tenant.backend] },
    { term: 'Place', lines: [tenantPlace(tenant)] },
    ...limitDetails(tenant.limits),
  ];
}

function limitDetails(limits: GrantLimits | undefined): Detail[] {
  const lines = limitsInWords(limits);
  return lines.length === 0 ? [] : [{ term: 'All together', lines }];
}
