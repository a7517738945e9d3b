import { readFile } from 'node:fs/promises';
import { CommandError } from './commandError';
import { EXIT } from './exit';
import type { Terminal } from './terminal';

/**
 * Reads a text file in UTF-8; `-` is standard input.
 *
 * @throws CommandError when it cannot be read or is no UTF-8
 */
export async function readText(file: string, terminal: Pick<Terminal, 'readInput'>): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = file === '-' ? await terminal.readInput() : await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new CommandError(`the file ${file} cannot be read (${code})`, EXIT.misconfigured);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError(`the file ${file} is not UTF-8; save it in that encoding`, EXIT.misconfigured);
  }
}
