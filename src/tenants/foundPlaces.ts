import { nameSchema, type Tenant } from '@gatehouse/model';
import { t } from '../i18n/t';
import { sentence } from '../ui/sentence';

/** Something on a backend that can be a tenant. */
export interface FoundPlace {
  /** Identifies it on its backend. */
  key: string;
  /** For people, for example "account 1, project 0". */
  place: string;
  /** Names of the draft's tenants that stand there. */
  names: readonly string[];
  /** A name that it could get. */
  suggested: string;
  /** The tenant that it would be under a name. */
  tenantOf: (name: string) => Tenant;
}

/** Longest name that the model takes. */
const LONGEST = 63;

/** The accounts and projects of a cluster, as places. */
export function clusterPlaces(
  backend: string,
  found: ReadonlyArray<{ account: number; project: number }>,
  tenants: readonly Tenant[]
): FoundPlace[] {
  const names = namesBy(tenants, backend, (tenant) =>
    'account' in tenant ? `${tenant.account}:${tenant.project}` : undefined
  );
  return found.map(({ account, project }) => {
    const key = `${account}:${project}`;
    return {
      key,
      place: t('tenants.place.cluster', 'account {{account}}, project {{project}}', { account, project }),
      names: names.get(key) ?? [],
      suggested: `tenant-${account}${project === 0 ? '' : `-${project}`}`,
      tenantOf: (name) => ({ name, backend, account, project }),
    };
  });
}

/** The values of a label on a single node, as places. */
export function labelPlaces(
  backend: string,
  label: string,
  values: readonly string[],
  tenants: readonly Tenant[]
): FoundPlace[] {
  const names = namesBy(tenants, backend, (tenant) => {
    const labels = 'account' in tenant || 'org' in tenant ? {} : (tenant.labels ?? {});
    return Object.keys(labels).length === 1 && Object.hasOwn(labels, label) ? labels[label] : undefined;
  });
  return values
    .filter((value) => value !== '')
    .map((value) => ({
      key: value,
      place: `${label}="${value}"`,
      names: names.get(value) ?? [],
      suggested: nameFrom(value),
      tenantOf: (name) => ({ name, backend, labels: { [label]: value } }),
    }));
}

function namesBy(
  tenants: readonly Tenant[],
  backend: string,
  keyOf: (tenant: Tenant) => string | undefined
): ReadonlyMap<string, string[]> {
  const names = new Map<string, string[]>();
  for (const tenant of tenants) {
    const key = tenant.backend === backend ? keyOf(tenant) : undefined;
    if (key !== undefined) {
      names.set(key, [...(names.get(key) ?? []), tenant.name]);
    }
  }
  return names;
}

/** A name made of a text; empty when nothing of it can stand in one. */
function nameFrom(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST);
  return nameSchema.safeParse(name).success ? name : '';
}

/**
 * What is wrong with the names of new tenants, by the place's key; empty when nothing is.
 *
 * @param chosen the name of each chosen place, by its key
 * @param taken the names of the draft's tenants
 */
export function nameProblems(
  chosen: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>
): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  chosen.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return new Map(
    [...chosen].flatMap(([key, name]): Array<[string, string]> => {
      if (name === '') {
        return [[key, t('tenants.form.name', 'Enter a name.')]];
      }
      const { error } = nameSchema.safeParse(name);
      if (error !== undefined) {
        return [[key, sentence(error.issues[0]?.message ?? '')]];
      }
      return taken.has(name) || (counts.get(name) ?? 0) > 1
        ? [[key, t('tenants.form.nameTaken', 'Another tenant has the name {{name}}. Give this one its own.', { name })]]
        : [];
    })
  );
}
