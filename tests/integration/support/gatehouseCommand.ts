import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../../..');
const BUILT = join(REPOSITORY, 'proxy/dist/gatehouse.js');
// Below the packages that the bundle imports.
const BUILDS = join(REPOSITORY, 'proxy/node_modules/.gatehouse');
const BUILDS_KEPT = 3;

let command: string[] | undefined;

/** The arguments for Node that run `gatehouse` as its sources are when it is called first: what was built, if it is no older than they are, else a build for tests. */
export function gatehouseCommand(): string[] {
  command ??= [built()];
  return command;
}

function built(): string {
  const newest = Math.max(...['proxy', 'model'].map((folder) => newestSource(join(REPOSITORY, folder))));
  if ((statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs ?? 0) > newest) {
    return BUILT;
  }
  const folder = join(BUILDS, String(newest));
  if (!existsSync(folder)) {
    // Made aside, so that a test in another process finds it whole or not at all.
    const aside = mkdtempSync(join(REPOSITORY, 'proxy/node_modules/.gatehouse-'));
    try {
      execFileSync(process.execPath, [join(REPOSITORY, 'proxy/build.mjs'), aside]);
      renameInto(aside, folder);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
  return join(folder, 'gatehouse.js');
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

function renameInto(aside: string, folder: string): void {
  mkdirSync(BUILDS, { recursive: true });
  try {
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    }
  }
  const old = readdirSync(BUILDS)
    .sort((a, b) => Number(b) - Number(a))
    .slice(BUILDS_KEPT);
  old.forEach((name) => rmSync(join(BUILDS, name), { recursive: true, force: true }));
}
