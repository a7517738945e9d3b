import { z } from 'zod';
import type { Proxy } from './startProxy';

const createdSchema = z.looseObject({ secret: z.string() });

/** Lets the admin API make a credential for a service, and returns it as the machine has to send it. */
export async function createCredential(proxy: Proxy, service: string): Promise<string> {
  const response = await proxy.admin('/v1/credentials', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: service }),
  });
  if (response.status !== 201) {
    throw new Error(`making a credential was answered with ${response.status}: ${await response.text()}`);
  }
  return createdSchema.parse(await response.json()).secret;
}
