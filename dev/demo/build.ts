import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from '../processes/startChild';
import type { Progress } from './progress';

interface Output {
  name: string;
  /** The script of package.json that makes it. */
  script: string;
  /** Exists, and is newer than the inputs, when it is up to date. */
  file: string;
  inputs: readonly string[];
}

const SHARED_INPUTS = ['model', 'package-lock.json', 'package.json'];
const OUTPUTS: readonly Output[] = [
  {
    name: 'the plugin',
    script: 'build:plugin',
    file: 'dist/module.js',
    inputs: ['src', '.config', 'webpack.config.ts', 'tsconfig.json', ...SHARED_INPUTS],
  },
  { name: 'the proxy', script: 'build:proxy', file: 'proxy/dist/gatehouse.js', inputs: ['proxy', ...SHARED_INPUTS] },
];
const NOT_INPUTS = /(^|\/)(node_modules|dist)(\/|$)|\.test\.tsx?$/;

/**
 * Builds the plugin and the proxy, each unless it is newer than what it is made of.
 *
 * @throws Error with the end of the build's output when it fails
 */
export async function buildWhatIsStale(root: string, folder: string, progress: Progress): Promise<void> {
  for (const output of OUTPUTS) {
    if (await isFresh(root, output)) {
      progress.say(`${output.name} is built already`);
    } else {
      await progress.during(`Building ${output.name}`, () => build(root, folder, output));
    }
  }
}

async function build(root: string, folder: string, { name, script }: Output): Promise<void> {
  const log = join(folder, `${script.replace(':', '-')}.log`);
  const child = startChild({ name: `npm run ${script}`, command: 'npm', args: ['run', script], cwd: root, log });
  const how = await child.exited;
  if (!how.endsWith('exit code 0')) {
    const text = await readFile(log, 'utf8').catch(() => '');
    throw new Error(`${name} could not be built. ${how}\n${text.slice(-4_000)}`);
  }
}

async function isFresh(root: string, { file, inputs }: Output): Promise<boolean> {
  const built = await modified(join(root, file));
  const changed = await Promise.all(inputs.map((input) => newest(join(root, input))));
  return built > Math.max(...changed);
}

async function newest(path: string): Promise<number> {
  const entry = await stat(path);
  if (!entry.isDirectory()) {
    return entry.mtimeMs;
  }
  const names = (await readdir(path, { recursive: true })).filter((name) => !NOT_INPUTS.test(name));
  return Math.max(0, ...(await Promise.all(names.map((name) => modified(join(path, name))))));
}

/** Milliseconds since the epoch; 0 when there is no such file. Folders do not count: a build touches them. */
async function modified(path: string): Promise<number> {
  return stat(path).then(
    (entry) => (entry.isDirectory() ? 0 : entry.mtimeMs),
    () => 0
  );
}
