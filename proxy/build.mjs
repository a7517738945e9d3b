import { chmod, copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Bundles the proxy and the model into one file, and another one for its threads. npm packages stay outside: they are installed beside it.
const folder = fileURLToPath(new URL('.', import.meta.url));
const { version, dependencies } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'));
// Tests build into a folder of their own.
const outdir = process.argv[2] ?? `${folder}dist`;

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: { gatehouse: `${folder}main.ts`, policyThread: `${folder}policy/thread.ts` },
  outdir,
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
await chmod(`${outdir}/gatehouse.js`, 0o755);

// The page that shows the admin API.
await mkdir(`${outdir}/docs`);
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE']) {
  await copyFile(new URL(`../node_modules/swagger-ui-dist/${file}`, import.meta.url), `${outdir}/docs/${file}`);
}
