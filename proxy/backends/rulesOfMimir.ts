import type { Remark } from './finding';
import type { Probe } from './probeOrigin';

/** What is said about a Mimir. */
export function remarkOnMimir({ takesAnyOrg }: Extract<Probe, { description: unknown }>): Remark[] {
  const message =
    'it answers whatever X-Scope-OrgID says, so that all tenants are one: start it with -auth.multitenancy-enabled=true (what it has already then belongs to the org anonymous); until then nothing is asked of it';
  return takesAnyOrg === true ? [{ code: 'mimir-tenancy-off', message, hazards: ['wrong-kind'] }] : [];
}
