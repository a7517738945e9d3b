import { type Limits, limitsOf } from '../limits';
import type { AllowMapping, Tenant } from '../policy/shape';

/** Limits that many subjects use up together: everybody in a tenant, or everybody whom a mapping lets in. */
export interface SharedLimits {
  scope: 'tenant' | 'mapping';
  /** The tenant's or the mapping's. */
  name: string;
  /** At least one. */
  limits: Limits;
}

const KINDS = ['requestsPerMinute', 'concurrency', 'maxRangeMilliseconds'] as const satisfies ReadonlyArray<
  keyof Limits
>;

/**
 * The shared limits of one tenant for a subject: the tenant's own, and those of the mappings that let the subject in. Of these,
 * for each kind of limit, the most generous counts, and a mapping without it lifts it.
 *
 * @param mappings at least one, in the policy's order
 */
export function sharedLimitsOf(tenant: Tenant, mappings: readonly AllowMapping[]): SharedLimits[] {
  if (tenant.limits === undefined && mappings.some(({ limits }) => limits === undefined)) {
    return [];
  }
  const counting = KINDS.flatMap((kind) => {
    const [first, ...others] = mappings.map(({ name, limits }) => ({ name, value: limitsOf(limits)[kind] }));
    const widest = others.reduce((a, b) => ((b?.value ?? Infinity) > (a?.value ?? Infinity) ? b : a), first);
    return widest?.value === undefined
      ? []
      : [{ scope: 'mapping' as const, name: widest.name, limits: { [kind]: widest.value } }];
  });
  const own: SharedLimits = { scope: 'tenant', name: tenant.name, limits: limitsOf(tenant.limits) };
  return mergeSharedLimits([own, ...counting]);
}

/** Brings together what several tenants share: all of it counts, and what stands there twice counts once. */
export function mergeSharedLimits(lists: readonly SharedLimits[]): SharedLimits[] {
  const merged = new Map<string, SharedLimits>();
  for (const { scope, name, limits } of lists) {
    const present = Object.fromEntries(KINDS.flatMap((kind) => (limits[kind] ? [[kind, limits[kind]]] : [])));
    if (Object.keys(present).length > 0) {
      const key = `${scope} ${name}`;
      merged.set(key, { scope, name, limits: { ...merged.get(key)?.limits, ...present } });
    }
  }
  return [...merged.values()];
}
