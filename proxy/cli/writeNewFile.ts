import { writeFile } from 'node:fs/promises';
import { CommandError } from './commandError';
import { EXIT } from './exit';

/**
 * Writes a file that is not there yet, unless it may be overwritten.
 *
 * @throws CommandError
 */
export async function writeNewFile(
  file: string,
  text: string,
  { force = false, mode = 0o666 }: { force?: boolean; mode?: number } = {}
): Promise<void> {
  await writeFile(file, text, { flag: force ? 'w' : 'wx', mode }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'is there already' : `cannot be written (${error.code ?? 'unknown error'})`;
    throw new CommandError(`the file ${file} ${why}; name another one`, EXIT.misconfigured);
  });
}
