import { dirname, resolve } from 'node:path';
import { readSecretFile } from './readSecretFile';
import type { Config } from './schema';

/**
 * Finds the password for the store of limits.
 *
 * @param file the configuration's path; what it names relatively is relative to its folder
 * @returns the password, if there is one besides the URL's; or what is wrong, never a part of the password
 */
export async function readPassword(
  { store, passwordFile }: Config['limits'],
  file: string
): Promise<{ password: string | undefined } | { problem: string }> {
  if (passwordFile === undefined) {
    return { password: undefined };
  }
  if (store === 'memory') {
    return { problem: 'limits.passwordFile: limits.store names no Redis to log in to' };
  }
  if (new URL(store).password !== '') {
    return { problem: 'limits.passwordFile: limits.store has a password already; keep one of them' };
  }
  const read = await readSecretFile(resolve(dirname(file), passwordFile));
  return 'secret' in read ? { password: read.secret } : { problem: `limits.passwordFile: ${read.problem}` };
}
