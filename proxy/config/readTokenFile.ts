import { readFile } from 'node:fs/promises';

/** Shortest admin token accepted, in characters. */
const SHORTEST_TOKEN = 16;

/**
 * Reads a secret from a file, without the white space around it.
 *
 * @returns the secret, or what is wrong with the file and what to do; never a part of what it holds
 */
export async function readTokenFile(file: string): Promise<{ token: string } | { problem: string }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return { problem: `the file ${file} cannot be read (${code}); put the admin token there or correct tokenFile` };
  }
  const token = text.trim();
  if (token.length < SHORTEST_TOKEN || /\s/.test(token)) {
    return {
      problem: `the file ${file} holds no usable token: it needs at least ${SHORTEST_TOKEN} characters and no white space inside; "openssl rand -hex 32" makes one`,
    };
  }
  return { token };
}
