import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../../../..');

/** Bundles `editor.ts`, so that it starts quickly, below the packages that it imports; returns the file. */
export function buildEditor(): string {
  const file = join(REPOSITORY, 'proxy/node_modules/.gatehouse-crashes', `${process.pid}.mjs`);
  execFileSync(join(REPOSITORY, 'node_modules/.bin/esbuild'), [
    join(__dirname, 'editor.ts'),
    ...['--bundle', '--platform=node', '--format=esm', '--target=node20', '--external:libsql', '--log-level=warning'],
    `--outfile=${file}`,
  ]);
  return file;
}
