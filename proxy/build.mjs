import { chmod, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Bundles the proxy and the model into one file. npm packages stay outside: they are installed beside it.
const folder = fileURLToPath(new URL('.', import.meta.url));
const { version, dependencies } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'));
const outfile = `${folder}dist/gatehouse.js`;

await rm(`${folder}dist`, { recursive: true, force: true });
await build({
  entryPoints: [`${folder}main.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  banner: { js: '#!/usr/bin/env node' },
  external: Object.keys(dependencies).filter((name) => name !== '@gatehouse/model'),
  define: { GATEHOUSE_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
});
await chmod(outfile, 0o755);
