import { dirname, resolve } from 'node:path';
import { readSecretFile } from './readSecretFile';
import type { Config } from './schema';

/** The shortest secret that is taken, in characters. */
const SHORTEST_SECRET = 16;

/** Where changes are sent, with the secret that signs them. */
export type LoadedWebhook = Omit<NonNullable<Config['audit']['webhook']>, 'secretFile'> & { readonly secret: string };

/**
 * Reads the secret of the audit's webhook.
 *
 * @param file the configuration's path; what it names relatively is relative to its folder
 * @returns the webhook, if there is one; or what is wrong, never a part of the secret
 */
export async function readWebhook(
  { webhook }: Config['audit'],
  file: string
): Promise<{ webhook: LoadedWebhook | undefined } | { problem: string }> {
  if (webhook === undefined) {
    return { webhook };
  }
  const { secretFile, ...rest } = webhook;
  const read = await readSecretFile(resolve(dirname(file), secretFile));
  if ('problem' in read) {
    return { problem: `audit.webhook.secretFile: ${read.problem}` };
  }
  return read.secret.length < SHORTEST_SECRET
    ? {
        problem: `audit.webhook.secretFile: the secret needs at least ${SHORTEST_SECRET} characters; "openssl rand -hex 32" makes one`,
      }
    : { webhook: { ...rest, secret: read.secret } };
}
