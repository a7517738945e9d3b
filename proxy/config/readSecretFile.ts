import { readFile } from 'node:fs/promises';

/**
 * Reads a secret from a file, without the white space around it.
 *
 * @returns the secret, or what is wrong with the file; never a part of what it holds
 */
export async function readSecretFile(file: string): Promise<{ secret: string } | { problem: string }> {
  try {
    const secret = (await readFile(file, 'utf8')).trim();
    return secret === '' ? { problem: `the file ${file} is empty` } : { secret };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return { problem: `the file ${file} cannot be read (${code})` };
  }
}
