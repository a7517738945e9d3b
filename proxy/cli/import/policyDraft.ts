import {
  type AllowMapping,
  checkPolicy,
  type Grant,
  type Policy,
  type PolicySurroundings,
  type Tenant,
} from '@gatehouse/model';

/** A tenant without its name. */
export type TenantPlace =
  { backend: string; account: number; project: number } | { backend: string; org: string } | { backend: string };

/** A policy that grows, with a comment for each of its parts. */
export class PolicyDraft {
  readonly #tenants = new Map<string, Tenant>();
  readonly #mappings: AllowMapping[] = [];
  readonly comments = new Map<string, string>();

  constructor(private readonly surroundings: PolicySurroundings) {}

  get policy(): Policy {
    return {
      tenants: [...this.#tenants.values()],
      mappings: this.#mappings,
      settings: { severalTenants: 'federate', approvals: 0 },
    };
  }

  /** The name of the tenant at a place; made when there is none. */
  tenantAt(place: TenantPlace, comment: string): string {
    const key = JSON.stringify(place);
    const known = this.#tenants.get(key);
    if (known !== undefined) {
      return known.name;
    }
    const names = new Set([...this.#tenants.values()].map((tenant) => tenant.name));
    const name = freeName(wantedName(place), names);
    this.#tenants.set(key, { name, ...place });
    this.comments.set(`tenant ${name}`, comment);
    return name;
  }

  /** @param wanted the name that it gets unless another one has it */
  addMapping(wanted: string, mapping: Omit<AllowMapping, 'name' | 'effect' | 'enabled'>, comment: string): string {
    const name = freeName(wanted, new Set(this.#mappings.map((one) => one.name)));
    this.#mappings.push({ name, effect: 'allow', enabled: true, ...mapping });
    this.comments.set(`mapping ${name}`, comment);
    return name;
  }

  /** Why a grant could not be saved; undefined when it could. */
  problemOf(grant: Grant): string | undefined {
    const tenants = [...this.#tenants.values()].filter(({ name }) => name === grant.tenant);
    const mapping: AllowMapping = {
      name: 'imported',
      effect: 'allow',
      enabled: true,
      principals: ['authenticated'],
      grants: [grant],
    };
    return checkPolicy({ tenants, mappings: [mapping] }, this.surroundings, 0).problems[0]?.message;
  }
}

function wantedName(place: TenantPlace): string {
  if ('account' in place) {
    return `${place.backend}-${place.account}${place.project === 0 ? '' : `-${place.project}`}`;
  }
  return 'org' in place ? place.org : place.backend;
}

/** The name, made fit for a policy and unlike those that are taken. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const fit = fitName(wanted);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? fit : `${fit.slice(0, 63 - String(number).length - 1)}-${number}`;
    if (!taken.has(name)) {
      return name;
    }
  }
}

/** Names of a policy have letters, digits and `._-` only. */
export function fitName(wanted: string): string {
  const fit = wanted
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63);
  return fit === '' ? 'imported' : fit;
}
