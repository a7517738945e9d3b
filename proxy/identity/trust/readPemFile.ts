import { readKeyFile } from './keyFile';
import { readPemKeys } from './pemKeys';
import type { TrustedKey } from './trustedKey';

/**
 * Reads the public keys in a PEM file.
 *
 * @throws Error naming the file and what is wrong with it; never with a part of a key
 */
export async function readPemFile(path: string): Promise<TrustedKey[]> {
  const text = await readKeyFile(path);
  try {
    return readPemKeys(text);
  } catch (error) {
    throw new Error(`${path} ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
