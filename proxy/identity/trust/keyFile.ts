import { readFile, stat } from 'node:fs/promises';

/** Largest file with keys, in bytes. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a file with keys.
 *
 * @throws Error naming the file and what is wrong with it
 */
export async function readKeyFile(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > MAX_BYTES) {
      throw new Error(found.isFile() ? `more than ${MAX_BYTES} bytes` : 'not a file');
    }
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
