import type { ExplainedRequest } from '../api/explain';
import { t } from '../i18n/t';
import { sentence } from '../ui/sentence';

/** A decision in one sentence. What is refused is in the proxy's words. */
export function decisionInWords({ decision }: ExplainedRequest['explanation']): string {
  if (!decision.allowed) {
    return t('explain.decision.refused', 'Refused: {{message}}', { message: decision.message });
  }
  const tenants = decision.tenants.map(({ tenant }) => tenant.name).join(', ');
  if (decision.access === 'write') {
    const stamps = Object.entries(decision.stamp).map(([label, value]) => `${label}="${value}"`);
    return stamps.length === 0
      ? t('explain.decision.writes', 'Allowed: writes to {{tenants}}', { tenants })
      : t('explain.decision.stamped', 'Allowed: writes to {{tenants}}, stamped with {{labels}}', {
          tenants,
          labels: stamps.join(', '),
        });
  }
  const filters = [...new Set(decision.tenants.flatMap((one) => one.filters ?? []))];
  const [only] = filters;
  return only === undefined
    ? t('explain.decision.whole', 'Allowed: reads all of {{tenants}}', { tenants })
    : filters.length === 1 && decision.tenants.every((one) => one.filters !== undefined)
      ? t('explain.decision.filtered', 'Allowed: reads of {{tenants}} only what matches {{filter}}', {
          tenants,
          filter: only,
        })
      : t('explain.decision.manyFilters', 'Allowed: reads of {{tenants}} what matches their filters', { tenants });
}

/** Why there is no request to the backend although the policy allows the access. */
export function upstreamRefusalInWords(refusal: string): string {
  return sentence(refusal);
}
