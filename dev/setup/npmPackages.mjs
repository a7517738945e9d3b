import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './root.mjs';
import { runToEnd } from './runToEnd.mjs';

/**
 * Runs `npm ci` unless node_modules holds what package-lock.json asks for. npm leaves a record of what it installed, at the very end,
 * so an interrupted installation counts as none.
 *
 * @throws {Error} when npm fails
 */
export async function installNpmPackages(root = ROOT) {
  const wanted = await readLock(join(root, 'package-lock.json'));
  const installed = await readLock(join(root, 'node_modules/.package-lock.json'));
  if (matches(wanted, installed)) {
    return;
  }
  console.log('Installing npm packages (about a minute) …');
  await runToEnd('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
}

/**
 * Whether every package that is wanted is installed in that version. Optional packages depend on the platform and do not count.
 *
 * @param {Record<string, { version?: string, optional?: boolean, link?: boolean }>} wanted
 * @param {Record<string, { version?: string }>} installed
 */
export function matches(wanted, installed) {
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      !path.includes('node_modules/') || link || optional || installed[path]?.version === version
  );
}

async function readLock(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages ?? {};
  } catch (error) {
    if (error.code === 'ENOENT') {
      return {};
    }
    throw error;
  }
}
