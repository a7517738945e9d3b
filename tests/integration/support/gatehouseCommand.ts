import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../../..');
const BUILT = join(REPOSITORY, 'proxy/dist/gatehouse.js');

/**
 * The arguments for Node that run `gatehouse`: the built file when it is newer than every source, which starts three times
 * faster, else the sources.
 */
export function gatehouseCommand(): string[] {
  const newest = Math.max(...['proxy', 'model'].map((folder) => newestSource(join(REPOSITORY, folder))));
  return builtAt() > newest ? [BUILT] : ['--import', 'tsx', join(REPOSITORY, 'proxy/main.ts')];
}

function builtAt(): number {
  return statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestSource(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true });
  const times = entries.map((entry) => {
    if (entry.isDirectory()) {
      return ['dist', 'node_modules'].includes(entry.name) ? 0 : newestSource(join(folder, entry.name));
    }
    return /\.(ts|json)$/.test(entry.name) && !entry.name.endsWith('.test.ts')
      ? statSync(join(folder, entry.name)).mtimeMs
      : 0;
  });
  return Math.max(0, ...times);
}
