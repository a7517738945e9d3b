import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from './repositoryRoot';

/**
 * Bundles `browser/main.tsx` with React, `@grafana/*` and what else Grafana shares with plugins, as ES modules.
 *
 * @returns the folder with `main.js`. It is kept in `node_modules/.cache` under a hash of the lock file and the sources, so
 * that only the first start after a change takes the time (some seconds).
 */
export async function browserBundle(): Promise<string> {
  const root = repositoryRoot();
  const folder = path.join(root, 'node_modules/.cache/gatehouse-grafana-host', await hashOfSources(root));
  if (existsSync(folder)) {
    return folder;
  }
  // Two starts at the same time must not see each other's half-written files.
  const unfinished = `${folder}.${process.pid}`;
  const ui = path.join(root, 'node_modules/@grafana/ui/node_modules');
  await build({
    entryPoints: [path.join(root, 'dev/grafana/browser/main.tsx')],
    outdir: unfinished,
    bundle: true,
    format: 'esm',
    // Half of @grafana/ui is what it loads on demand: editors, maps.
    splitting: true,
    jsx: 'automatic',
    minify: true,
    legalComments: 'none',
    // Left alone, lodash would see SystemJS's AMD loader and register there instead of giving its exports.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}', global: 'globalThis', define: 'undefined' },
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.ttf': 'dataurl', '.css': 'empty' },
    // @grafana/ui and @grafana/runtime use version 5 of the router with its bridge to version 6.
    alias: {
      'react-router-dom': path.join(ui, 'react-router-dom'),
      'react-router-dom-v5': path.join(ui, 'react-router-dom'),
      'react-router-dom-v5-compat': path.join(ui, 'react-router-dom-v5-compat'),
    },
    logLevel: 'error',
  });
  try {
    await rename(unfinished, folder);
  } catch {
    // Another start was faster.
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

async function hashOfSources(root: string): Promise<string> {
  const browser = path.join(root, 'dev/grafana/browser');
  const names = (await readdir(browser, { recursive: true })).filter((name) => /\.tsx?$/.test(name)).sort();
  const files = [
    path.join(root, 'package-lock.json'),
    path.join(root, 'dev/grafana/browserBundle.ts'),
    ...names.map((name) => path.join(browser, name)),
  ];
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}
