import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * The folder with the plugin's production build. It is built when it is absent or older than a source of the plugin or
 * the model.
 *
 * @param root the repository's folder
 */
export async function pluginBuild(root: string): Promise<string> {
  const dist = path.join(root, 'dist');
  const builtAt = await modifiedAt(path.join(dist, 'module.js'));
  const changedAt = Math.max(await newestIn(path.join(root, 'src')), await newestIn(path.join(root, 'model')));
  if (builtAt < changedAt) {
    await promisify(execFile)('npm', ['run', 'build:plugin'], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  }
  return dist;
}

async function newestIn(folder: string): Promise<number> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => !/node_modules|\.test\.tsx?$/.test(name));
  return Math.max(...(await Promise.all(names.map((name) => modifiedAt(path.join(folder, name))))));
}

async function modifiedAt(file: string): Promise<number> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
  return mtimeMs;
}
