import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { z } from 'zod';
import type { Mutation } from './mutation';

const REPOSITORY = resolve(__dirname, '../../..');
const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

/**
 * Bundles the proxy as `proxy/build.mjs` does, the sources being changed on the way in memory only.
 *
 * @param folder empty; the bundle and links to the packages lie there
 * @returns Node's arguments that run it
 */
export async function bundleGatehouse(folder: string, mutation?: Mutation): Promise<string[]> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(REPOSITORY, 'proxy/package.json'), 'utf8')));
  // Laid out as the repository, so that the packages of the proxy's own come before those that it shares.
  const outdir = join(folder, 'proxy');
  await build({
    entryPoints: {
      gatehouse: join(REPOSITORY, 'proxy/main.ts'),
      policyThread: join(REPOSITORY, 'proxy/policy/thread.ts'),
    },
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: Object.keys(manifest.dependencies).filter((name) => name !== '@gatehouse/model'),
    define: { GATEHOUSE_VERSION: JSON.stringify('0.0.0') },
    plugins: mutation === undefined ? [] : [mutating(mutation)],
    logLevel: 'silent',
  });
  await writeFile(join(outdir, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const packages of ['node_modules', 'proxy/node_modules']) {
    await symlink(join(REPOSITORY, packages), join(folder, packages));
  }
  return [join(outdir, 'gatehouse.js')];
}

function mutating({ changes }: Mutation): Plugin {
  return {
    name: 'mutation',
    setup: ({ onLoad, onEnd }) => {
      const open = new Set(changes);
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const file = relative(REPOSITORY, path);
        const here = changes.filter((change) => change.file === file);
        if (here.length === 0) {
          return undefined;
        }
        let contents = await readFile(path, 'utf8');
        for (const change of here) {
          contents = changeText(contents, change);
          open.delete(change);
        }
        return { contents, loader: 'ts' };
      });
      onEnd(() => {
        const [missing] = open;
        if (missing !== undefined) {
          throw new Error(`${missing.file} is not part of the proxy any more`);
        }
      });
    },
  };
}

/** @throws Error when the text does not stand in the file exactly once */
function changeText(contents: string, { file, find, replace }: Mutation['changes'][number]): string {
  const count = contents.split(find).length - 1;
  if (count !== 1) {
    throw new Error(`${file} has this text ${count} times instead of once:\n${find}`);
  }
  return contents.replace(find, () => replace);
}
