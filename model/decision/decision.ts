import type { Limits } from '../limits';
import type { Tenant } from '../policy/shape';
import type { SharedLimits } from './sharedLimits';

/** What the policy is asked about one request. */
export interface AccessRequest {
  access: 'read' | 'write';
  /** The tenant that the request names, in its URL or header. */
  tenant?: string;
  /** The backend that the request's URL names: only its tenants come into question. */
  backend?: string;
}

/** Stable reasons of refusals; a policy never refuses without one. */
export type RefusalReason =
  | 'no-mapping'
  | 'denied'
  | 'tenant-not-granted'
  | 'tenant-ambiguous'
  | 'read-not-granted'
  | 'write-not-granted'
  | 'write-ambiguous';

/** One tenant of an allowed request, with the filters that hold there. */
export interface AllowedTenant {
  tenant: Tenant;
  /** Canonical filters, ORed; undefined means the whole tenant. */
  filters: readonly string[] | undefined;
}

export interface Allowed {
  allowed: true;
  reason: 'allowed';
  access: 'read' | 'write';
  backend: string;
  /** At least one; several only for reads. */
  tenants: readonly [AllowedTenant, ...AllowedTenant[]];
  /** Labels to stamp on written samples, besides the tenant's own; empty for reads. */
  stamp: Readonly<Record<string, string>>;
  /** The subject's own, for these tenants. */
  limits: Limits;
  /** Those of the tenants and the mappings, which many subjects use up together; all of them count. */
  sharedLimits: readonly SharedLimits[];
  /** Names of the mappings that led here, in the policy's order. */
  mappings: readonly string[];
}

export interface Refused {
  allowed: false;
  reason: RefusalReason;
  /** For people: what is missing and what to do. Never names what the subject may not know of. */
  message: string;
  /** Tenants that the subject could name instead. */
  choices: readonly string[];
  mappings: readonly string[];
}

export type Decision = Allowed | Refused;

/** Makes an allowing decision. */
export function allowed(
  access: 'read' | 'write',
  tenants: readonly [AllowedTenant, ...AllowedTenant[]],
  stamp: Readonly<Record<string, string>>,
  { limits, sharedLimits, mappings }: Pick<Allowed, 'limits' | 'sharedLimits' | 'mappings'>
): Allowed {
  return {
    allowed: true,
    reason: 'allowed',
    access,
    backend: tenants[0].tenant.backend,
    tenants,
    stamp,
    limits,
    sharedLimits,
    mappings,
  };
}

/** Makes a refusing decision. */
export function refused(
  reason: RefusalReason,
  message: string,
  choices: readonly string[],
  mappings: readonly string[]
): Refused {
  return { allowed: false, reason, message, choices, mappings };
}
