import { z } from 'zod';
import { type PersonName, personOf } from '../identity/people';
import type { HttpBrowser } from '../grafana/testing/httpBrowser';
import type { StoryMetric } from '../story';

const explanationSchema = z.object({
  explanation: z.object({
    decision: z.object({
      reason: z.string(),
      mappings: z.array(z.string()),
      tenants: z
        .array(z.object({ tenant: z.object({ name: z.string() }), filters: z.array(z.string()).optional() }))
        .optional(),
    }),
  }),
});

/** Asks the proxy, as the administrator, why a person's query ends as it does, and puts the answer into a few words. */
export async function why(
  administrator: HttpBrowser,
  name: PersonName,
  backend: string,
  metric: StoryMetric
): Promise<string> {
  const { sub, email, email_verified: emailVerified, groups } = personOf(name);
  const response = await administrator.fetch('/api/plugin-proxy/gatehouse-tenancy-app/admin/explain', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      subject: { issuer: 'test', id: sub, email, emailVerified, groups },
      request: { backend, parameters: { query: metric } },
    }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`the proxy does not explain: ${response.status} ${text}`);
  }
  const { reason, mappings, tenants = [] } = explanationSchema.parse(JSON.parse(text)).explanation.decision;
  const by = mappings.length === 0 ? '' : ` by ${mappings.join(', ')}`;
  const where = tenants.map(
    ({ tenant, filters }) => `${tenant.name}${filters === undefined ? '' : ` ${filters.join(' or ')}`}`
  );
  return `${reason}${by}${where.length === 0 ? '' : `: ${where.join(' + ')}`}`;
}
