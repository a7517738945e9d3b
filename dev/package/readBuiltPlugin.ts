import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { BuiltPlugin } from './builtPlugin';

const ICONS = 'node_modules/@grafana/ui/dist/public/img/icons';
const packageSchema = z.object({ version: z.string() });

/**
 * Reads what `npm run build:plugin` made.
 *
 * @param root the repository
 * @throws Error when there is no build
 */
export async function readBuiltPlugin(root: string): Promise<BuiltPlugin> {
  const dist = path.join(root, 'dist');
  const names = await filesBelow(dist);
  if (names.length === 0) {
    throw new Error('There is no production build of the plugin in dist: npm run build:plugin');
  }
  const files = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(dist, name))] as const))
  );
  const icons = await filesBelow(path.join(root, ICONS));
  const { version } = packageSchema.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
  return {
    files,
    manifest: parsed(files.get('plugin.json')),
    version,
    icons: new Set(icons.map((icon) => path.basename(icon, '.svg'))),
    sourceOf: (name) => textOf(path.join(root, name)),
  };
}

/** Paths with slashes, in an order that does not depend on the file system. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

function parsed(content: Buffer | undefined): unknown {
  try {
    return content === undefined ? undefined : JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
