import type { AllowMapping, Grant, Mapping, Policy, Tenant } from '../policy/shape';
import type { Subject } from '../subject';

/** A mapping made ready for decisions: look-ups instead of lists. */
export interface IndexedMapping {
  readonly mapping: Mapping;
  readonly except: ReadonlySet<string>;
  /** True when `except` names a group. */
  readonly exceptsGroups: boolean;
  /** True when `except` names something that only a token's claims tell. */
  readonly exceptsClaims: boolean;
  readonly issuers: ReadonlySet<string> | undefined;
  /** Milliseconds since the epoch; Infinity for a mapping that does not end. */
  readonly expiresAt: number;
  /** Place in the policy, to report mappings in the policy's order. */
  readonly position: number;
  /** What an allow mapping grants, each with the mapping; empty for a deny mapping. */
  readonly grants: readonly GrantOfMapping[];
}

/** A grant with the mapping that gives it. */
export interface GrantOfMapping {
  readonly grant: Grant;
  readonly mapping: AllowMapping;
  readonly indexed: IndexedMapping;
}

/** A policy made ready for decisions. Built once a revision, read-only afterwards. */
export interface PolicyIndex {
  readonly policy: Policy;
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly byPrincipal: ReadonlyMap<string, readonly IndexedMapping[]>;
  /** The deny mappings that name a group: all of them may mean somebody whose groups are not all known. */
  readonly groupDenials: readonly IndexedMapping[];
  /** Those that name anything that only a token's claims tell: they may mean somebody of whom a token is missing. */
  readonly claimDenials: readonly IndexedMapping[];
  /** The cluster tenants at a place such as `1:5`. */
  readonly clusterTenants: ReadonlyMap<string, readonly Tenant[]>;
  /** The single nodes that are one tenant as a whole. */
  readonly wholeNodes: readonly Tenant[];
}

/** Indexes a policy by principal, so that a decision costs one look-up for each principal of the subject. */
export function indexPolicy(policy: Policy): PolicyIndex {
  const builder = new PolicyIndexBuilder(policy.settings);
  builder.addTenants(policy.tenants);
  builder.addMappings(policy.mappings);
  return { ...builder.finish(), policy };
}

/**
 * Makes an index a few hundred tenants and mappings at a time, for whoever has other work in between. The parts stand in the
 * policy's order, and what comes out is what `indexPolicy` makes of the whole policy.
 */
export class PolicyIndexBuilder {
  readonly #policy: Policy;
  readonly #tenants = new Map<string, Tenant>();
  readonly #byPrincipal = new Map<string, IndexedMapping[]>();
  readonly #groupDenials: IndexedMapping[] = [];
  readonly #claimDenials: IndexedMapping[] = [];
  readonly #clusterTenants = new Map<string, Tenant[]>();
  readonly #wholeNodes: Tenant[] = [];
  #finished = false;

  constructor(settings: Policy['settings']) {
    this.#policy = { tenants: [], mappings: [], settings };
  }

  /** @throws Error after `finish` */
  addTenants(tenants: readonly Tenant[]): void {
    this.#checkUnfinished();
    for (const tenant of tenants) {
      this.#policy.tenants.push(tenant);
      this.#tenants.set(tenant.name, tenant);
      if ('account' in tenant) {
        addTo(this.#clusterTenants, `${tenant.account}:${tenant.project}`, tenant);
      } else if (!('org' in tenant) && tenant.labels === undefined) {
        this.#wholeNodes.push(tenant);
      }
    }
  }

  /** @throws Error after `finish` */
  addMappings(mappings: readonly Mapping[]): void {
    this.#checkUnfinished();
    for (const mapping of mappings) {
      const indexed = indexMapping(mapping, this.#policy.mappings.length);
      this.#policy.mappings.push(mapping);
      for (const principal of new Set(mapping.principals)) {
        addTo(this.#byPrincipal, principal, indexed);
      }
      if (mapping.effect === 'deny' && mapping.principals.some(isGroup)) {
        this.#groupDenials.push(indexed);
      }
      if (mapping.effect === 'deny' && mapping.principals.some(isOfClaims)) {
        this.#claimDenials.push(indexed);
      }
    }
  }

  /** The index of all that was added. Costs the same whatever its size; nothing can be added afterwards. */
  finish(): PolicyIndex {
    this.#checkUnfinished();
    this.#finished = true;
    return {
      policy: this.#policy,
      tenants: this.#tenants,
      byPrincipal: this.#byPrincipal,
      groupDenials: this.#groupDenials,
      claimDenials: this.#claimDenials,
      clusterTenants: this.#clusterTenants,
      wholeNodes: this.#wholeNodes,
    };
  }

  /** An index that decisions rest on never changes. */
  #checkUnfinished(): void {
    if (this.#finished) {
      throw new Error('the index is finished; nothing can be added to it');
    }
  }
}

/** Makes one mapping ready for decisions. */
export function indexMapping(mapping: Mapping, position: number): IndexedMapping {
  const grants: GrantOfMapping[] = [];
  const indexed: IndexedMapping = {
    mapping,
    except: new Set(mapping.except),
    exceptsGroups: mapping.except?.some(isGroup) === true,
    exceptsClaims: mapping.except?.some(isOfClaims) === true,
    issuers: mapping.issuers && new Set(mapping.issuers),
    expiresAt: mapping.expires === undefined ? Infinity : Date.parse(mapping.expires),
    position,
    grants,
  };
  if (mapping.effect === 'allow') {
    grants.push(...mapping.grants.map((grant) => ({ grant, mapping, indexed })));
  }
  return indexed;
}

function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [value]);
  } else {
    list.push(value);
  }
}

function isGroup(principal: string): boolean {
  return principal.startsWith('group:');
}

/** True for all but ids and services: an address, its domain, groups and further claims stand in one token and not in another. */
function isOfClaims(principal: string): boolean {
  return /^(?:group:|claim:|domain:|user:.*@)/s.test(principal);
}

/** What a mapping does to a subject, or why it does nothing. */
export type MappingPart = 'grants' | 'denies' | 'disabled' | 'expired' | 'other-issuer' | 'excepted';

/** A mapping that names the subject, and its part in the subject's access. */
export interface Applied {
  indexed: IndexedMapping;
  /** The subject's principals that the mapping names. */
  principals: string[];
  part: MappingPart;
  /** True when the part rests on groups or claims that the subject may have: not all are known, so nobody can rule it out. */
  presumed?: true;
}

/** What of a subject decides which part a mapping plays, besides its principals. */
type Known = Pick<Subject, 'issuer' | 'groupsIncomplete' | 'claimsIncomplete'>;

/**
 * Finds the mappings that name a subject, in the policy's order, with the part each of them plays. For somebody whose groups are
 * not all known that is also every denial of a group; for somebody of whom a token is missing, of any claim.
 *
 * @param principals the subject's, from `principalsOf`
 * @param now milliseconds since the epoch; a mapping is over at the very moment it expires
 */
export function applyMappings(
  index: PolicyIndex,
  principals: readonly string[],
  subject: Known,
  now: number
): Applied[] {
  const applied: Applied[] = [];
  for (const principal of principals) {
    for (const indexed of index.byPrincipal.get(principal) ?? []) {
      const { part, presumed } = partOf(indexed, principals, subject, now);
      applied.push(
        presumed === true
          ? { indexed, principals: [principal], part, presumed }
          : { indexed, principals: [principal], part }
      );
    }
  }
  applied.push(...presumedDenials(index, principals, subject, now));
  return joinSame(applied.sort((a, b) => a.indexed.position - b.indexed.position));
}

/** A mapping that names several of the subject's principals, or none for certain, is told of once. */
function joinSame(sorted: readonly Applied[]): Applied[] {
  const joined: Applied[] = [];
  let last: Applied | undefined;
  for (const one of sorted) {
    if (last?.indexed === one.indexed) {
      last.principals.push(...one.principals);
    } else {
      last = one;
      joined.push(one);
    }
  }
  return joined;
}

/** All denials that may mean somebody of whom not everything is known, also those that name them for certain. */
function presumedDenials(index: PolicyIndex, principals: readonly string[], subject: Known, now: number): Applied[] {
  const { groupsIncomplete, claimsIncomplete } = subject;
  const doubtful = claimsIncomplete === true ? index.claimDenials : groupsIncomplete === true ? index.groupDenials : [];
  return doubtful
    .filter((indexed) => partOf(indexed, principals, subject, now).part === 'denies')
    .map((indexed) => ({ indexed, principals: [], part: 'denies', presumed: true }));
}

function partOf(
  indexed: IndexedMapping,
  principals: readonly string[],
  { issuer, groupsIncomplete, claimsIncomplete }: Known,
  now: number
): Pick<Applied, 'part' | 'presumed'> {
  if (!indexed.mapping.enabled) {
    return { part: 'disabled' };
  }
  if (indexed.expiresAt <= now) {
    return { part: 'expired' };
  }
  if (indexed.issuers !== undefined && !indexed.issuers.has(issuer)) {
    return { part: 'other-issuer' };
  }
  if (indexed.except.size > 0 && principals.some((principal) => indexed.except.has(principal))) {
    return { part: 'excepted' };
  }
  if (indexed.mapping.effect === 'deny') {
    // An exception that only may hold does not lift a denial.
    return { part: 'denies' };
  }
  const mayBeExcepted =
    (groupsIncomplete === true && indexed.exceptsGroups) || (claimsIncomplete === true && indexed.exceptsClaims);
  return mayBeExcepted ? { part: 'excepted', presumed: true } : { part: 'grants' };
}
