import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkArchive, makeArchive } from './archive';
import type { BuiltPlugin } from './builtPlugin';
import { manifestSchema } from './manifest';

/**
 * Writes `<id>-<version>.zip` and its checksums beside it, as the catalog asks for them.
 *
 * @param folder is made when it is not there
 * @returns the path of the archive
 * @throws Error when the archive is not what it must be
 */
export async function writeArchive(plugin: BuiltPlugin, folder: string): Promise<string> {
  const { id } = manifestSchema.parse(plugin.manifest);
  const archive = makeArchive(id, plugin.files);
  const problems = checkArchive(archive, id, plugin.files);
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  const file = path.join(folder, `${id}-${plugin.version}.zip`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, archive);
  for (const algorithm of ['md5', 'sha1']) {
    const checksum = createHash(algorithm).update(archive).digest('hex');
    await writeFile(`${file}.${algorithm}`, `${checksum}  ${path.basename(file)}\n`);
  }
  return file;
}
