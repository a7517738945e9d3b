import { z } from 'zod';
import type { HttpBrowser } from '../grafana/testing/httpBrowser';

const ADMIN_API = '/api/plugin-proxy/gatehouse-tenancy-app/admin';
const documentSchema = z.object({ revision: z.number() });

/**
 * Publishes a policy the way the plugin's page does it: signed in to Grafana, through its plugin proxy, on top of the revision that was
 * read.
 *
 * @returns the number of the new revision
 */
export async function publish(administrator: HttpBrowser, policy: unknown, comment: string): Promise<number> {
  const current = await read(await administrator.fetch(`${ADMIN_API}/policy`));
  const published = await administrator.fetch(`${ADMIN_API}/policy`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-match': `"${current}"` },
    body: JSON.stringify({ policy, comment }),
  });
  return read(published);
}

async function read(response: Response): Promise<number> {
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`the policy could not be read or published: ${response.status} ${text}`);
  }
  return documentSchema.parse(JSON.parse(text)).revision;
}
