import type { PolicyIndex } from '../decision/policyIndex';
import type { Principal } from '../principal';
import type { Subject } from '../subject';
import { AccessViews, type SubjectView, type TenantView } from './accessViews';
import { compareViews } from './compareViews';
import type { AccessImpact, TenantImpact, UnnamedImpact } from './impact';
import { compareUnnamed } from './compareUnnamed';

/** What another policy means for one subject. */
export interface SubjectImpact {
  /** By name of the tenant; only those where something changes. */
  tenants: readonly TenantImpact[];
  unnamed: readonly UnnamedImpact[];
  /** True when there was a tenant before, and is none any more. */
  nothingLeft: boolean;
  /** The same text for the same impact. */
  key: string;
}

/** How many comparisons are kept for subjects to come. */
const MOST_KEPT = 200_000;

/**
 * Compares what two policies give to one subject after the other. What is the same for several subjects is compared once.
 */
export class AccessComparer {
  readonly #before: AccessViews;
  readonly #after: AccessViews;
  readonly #settingChanged: boolean;
  readonly #compared = new Map<TenantView | undefined, Map<TenantView | Lost, Numbered | undefined>>();
  #keptCount = 0;
  readonly #numbers = new Map<string, number>();

  /** @param now milliseconds since the epoch */
  constructor(
    private readonly before: PolicyIndex,
    private readonly after: PolicyIndex,
    now: number
  ) {
    this.#before = new AccessViews(before, now);
    this.#after = new AccessViews(after, now);
    this.#settingChanged = before.policy.settings.severalTenants !== after.policy.settings.severalTenants;
  }

  /** @param principals the subject's */
  compare(subject: Subject, principals: Principal[]): SubjectImpact {
    const [from, to] = [this.#before.of(subject, principals), this.#after.of(subject, principals)];
    const changed: Numbered[] = [];
    for (const [name, view] of from.tenants) {
      const one = this.#compareTenant(name, view, to.tenants.get(name), to);
      if (one !== undefined) {
        changed.push(one);
      }
    }
    for (const [name, view] of to.tenants) {
      const one = from.tenants.has(name) ? undefined : this.#compareTenant(name, undefined, view, to);
      if (one !== undefined) {
        changed.push(one);
      }
    }
    changed.sort((a, b) => (a.impact.tenant < b.impact.tenant ? -1 : 1));
    const unnamed =
      this.#settingChanged || changed.some(({ impact }) => mayTellOfUnnamed(impact)) || ambiguityDiffers(from, to)
        ? compareUnnamed(this.before, this.after, from, to)
        : [];
    const nothingLeft = hasAny(from) && !hasAny(to);
    return {
      tenants: changed.map(({ impact }) => impact),
      unnamed,
      nothingLeft,
      // Who loses the same, but has something left, is better off.
      key: `${changed.map(({ number }) => number).join(' ')} ${nothingLeft ? '!' : ''}${unnamed.length === 0 ? '' : JSON.stringify(unnamed)}`,
    };
  }

  #compareTenant(
    name: string,
    from: TenantView | undefined,
    to: TenantView | undefined,
    after: SubjectView
  ): Numbered | undefined {
    // Why it is lost is not the tenant's alone.
    const other = to ?? (isDenied(name, after) ? 'denied' : 'not-granted');
    const ofFrom = this.#compared.get(from) ?? new Map<TenantView | Lost, Numbered | undefined>();
    if (ofFrom.has(other)) {
      return ofFrom.get(other);
    }
    if (this.#keptCount >= MOST_KEPT) {
      this.#compared.clear();
      this.#keptCount = 0;
    }
    const compared = this.#number(compareTenants(name, from, to, after));
    this.#compared.set(from, ofFrom.set(other, compared));
    this.#keptCount += 1;
    return compared;
  }

  #number(impact: TenantImpact | undefined): Numbered | undefined {
    if (impact === undefined) {
      return undefined;
    }
    const key = JSON.stringify(impact);
    const number = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, number);
    return { impact, number };
  }
}

/** What another policy gives of a tenant when it gives nothing. */
type Lost = 'denied' | 'not-granted';

/** Equal impacts have equal numbers. */
interface Numbered {
  impact: TenantImpact;
  number: number;
}

function hasAny({ tenants }: SubjectView): boolean {
  for (const { read, write } of tenants.values()) {
    if (read !== undefined || write !== undefined) {
      return true;
    }
  }
  return false;
}

/** Where nothing can be written with certainty, before or after, a request without a tenant may still have meant it. */
function ambiguityDiffers(from: SubjectView, to: SubjectView): boolean {
  const [before, after] = [ambiguous(from), ambiguous(to)];
  return (
    before.length !== after.length ||
    before.some(({ tenant }) => {
      const other = to.tenants.get(tenant.name);
      return other?.writeIsAmbiguous !== true || other.tenant.backend !== tenant.backend;
    })
  );
}

function ambiguous({ tenants }: SubjectView): TenantView[] {
  return [...tenants.values()].filter(({ writeIsAmbiguous }) => writeIsAmbiguous);
}

/** Limits and ends decide about no request without a tenant. */
function mayTellOfUnnamed({ read, write }: TenantImpact): boolean {
  return (read !== undefined && read.change !== 'same') || (write !== undefined && write.change !== 'same');
}

function compareTenants(
  tenant: string,
  from: TenantView | undefined,
  to: TenantView | undefined,
  after: SubjectView
): TenantImpact | undefined {
  const read = compareAccess('read', tenant, from, to, after);
  const write = compareAccess('write', tenant, from, to, after);
  return read === undefined && write === undefined
    ? undefined
    : { tenant, ...(read && { read }), ...(write && { write }) };
}

function compareAccess(
  kind: 'read' | 'write',
  tenant: string,
  before: TenantView | undefined,
  after: TenantView | undefined,
  policyAfter: SubjectView
): AccessImpact | undefined {
  const [from, to] = [before?.[kind], after?.[kind]];
  if (from !== undefined && to !== undefined) {
    return compareViews(kind, from, to);
  }
  if (to !== undefined) {
    return { change: 'gained', limits: 'same', until: 'same', from: null, to };
  }
  if (from === undefined) {
    return undefined;
  }
  const because = isDenied(tenant, policyAfter)
    ? 'denied'
    : kind === 'write' && after?.writeIsAmbiguous === true
      ? 'write-ambiguous'
      : 'not-granted';
  return { change: 'lost', limits: 'same', until: 'same', because, from, to: null };
}

function isDenied(tenant: string, { denied }: SubjectView): boolean {
  return denied.everything || denied.tenants.has(tenant);
}
