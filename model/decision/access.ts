import type { Limits } from '../limits';
import type { Tenant } from '../policy/shape';
import type { Subject } from '../subject';
import { type AppliedPolicy, applyPolicy } from './applyPolicy';
import { collectGrants } from './collectGrants';
import { notesFor } from './notes';
import type { Applied, PolicyIndex } from './policyIndex';
import type { SharedLimits } from './sharedLimits';
import { tenantAccessOf } from './tenantAccessOf';

/** What a subject may read of a tenant. */
export interface ReadAccess {
  /** Canonical filters, ORed, sorted; undefined means the whole tenant. Never an empty list. */
  filters: readonly string[] | undefined;
  /** The subject's own; of several grants the most generous count. */
  limits: Limits;
  /** Those that the subject shares with others. */
  sharedLimits: readonly SharedLimits[];
  /** Names of the mappings that led to this. */
  mappings: readonly string[];
}

/** What a subject may write to a tenant. */
export interface WriteAccess {
  /** Every set of labels that some grant would stamp on the samples; an empty set stamps nothing of its own. */
  stamps: ReadonlyArray<Readonly<Record<string, string>>>;
  limits: Limits;
  sharedLimits: readonly SharedLimits[];
  mappings: readonly string[];
}

export interface TenantAccess {
  tenant: Tenant;
  read?: ReadAccess;
  write?: WriteAccess;
}

/** Everything that a policy gives to one subject, until `validUntil`. */
export interface SubjectAccess {
  /** By tenant name, without the tenants that are denied. */
  tenants: ReadonlyMap<string, TenantAccess>;
  /** Names of the deny mappings that apply, for the reasons of refusals. */
  deniedBy: readonly string[];
  /** True when a deny mapping without tenants applies: nothing is left then. */
  deniesEverything: boolean;
  /** Names of tenants that are denied, with the mapping that denies them. */
  deniedTenants: ReadonlyMap<string, string>;
  /** What whoever is refused should know besides: what of the subject is not known or not understood. */
  notes: readonly string[];
  /** Milliseconds since the epoch when the first of the mappings that count here expires. */
  validUntil: number;
}

/**
 * Adds up what all mappings give to a subject. Grants add up, a deny that applies wins over every grant, and the order of
 * the mappings means nothing.
 *
 * @param now milliseconds since the epoch
 */
export function accessOf(index: PolicyIndex, subject: Subject, now: number): SubjectAccess {
  return accessFrom(index, subject, applyPolicy(index, subject, now));
}

/** The second half of `accessOf`, for callers that have looked the mappings up already. */
export function accessFrom(
  index: PolicyIndex,
  subject: Subject,
  { applied, vmAccess }: Pick<AppliedPolicy, 'applied' | 'vmAccess'>
): SubjectAccess {
  const { granted, denied } = collectGrants(applied);
  const tenants = new Map<string, TenantAccess>();
  for (const [name, grants] of granted) {
    const tenant = index.tenants.get(name);
    if (tenant !== undefined) {
      tenants.set(name, tenantAccessOf(tenant, grants));
    }
  }
  return {
    tenants,
    deniedBy: denied.mappings,
    deniesEverything: denied.everything,
    deniedTenants: denied.tenants,
    notes: notesFor(subject, vmAccess),
    validUntil: firstExpiry(applied),
  };
}

function firstExpiry(applied: readonly Applied[]): number {
  let first = Infinity;
  for (const { part, indexed } of applied) {
    if (part === 'grants' || part === 'denies') {
      first = Math.min(first, indexed.expiresAt);
    }
  }
  return first;
}
