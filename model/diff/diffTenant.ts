import type { Tenant } from '../policy/shape';
import type { FieldChange, PolicyChange } from './policyDiff';
import { sameLimits, sortedEntries } from './sameMeaning';
import { tenantChangedWords } from './words';

/** Tells two tenants of one name apart; undefined when they mean the same. */
export function diffTenant(before: Tenant, after: Tenant): PolicyChange | undefined {
  const fields = before === after ? [] : changedFields(before, after);
  return fields.length === 0
    ? undefined
    : { kind: 'tenant-changed', name: after.name, words: tenantChangedWords(after.name, fields), leftOut: 0, fields };
}

function changedFields(before: Tenant, after: Tenant): FieldChange[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  return (['title', 'backend', 'account', 'project', 'org', 'labels', 'limits'] as const).flatMap((field) =>
    isSame(field, from, to) ? [] : [{ field, from: from[field] ?? null, to: to[field] ?? null }]
  );
}

/** All that a tenant of any kind may have. */
interface Fields extends Pick<Tenant, 'title' | 'backend' | 'limits'> {
  account?: number;
  project?: number;
  org?: string;
  labels?: Record<string, string>;
}

function fieldsOf(tenant: Tenant): Fields {
  return tenant;
}

function isSame(field: FieldChange['field'], from: Fields, to: Fields): boolean {
  if (field === 'limits') {
    return sameLimits(from.limits, to.limits);
  }
  return field === 'labels'
    ? JSON.stringify(sortedEntries(from.labels)) === JSON.stringify(sortedEntries(to.labels))
    : from[field] === to[field];
}
