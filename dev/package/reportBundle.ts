import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Compiler } from 'webpack';
import { type Bundle, BUNDLE_FILE } from './bundle';

/** A plugin of webpack's that says which import loads which chunk, for `firstLoad`. */
export const reportBundle = {
  apply(compiler: Compiler) {
    compiler.hooks.done.tap('reportBundle', (stats) => {
      const { chunks = [] } = stats.toJson({ all: false, chunks: true, chunkOrigins: true });
      const bundle: Bundle = {
        chunks: chunks.flatMap(({ files = [], initial, origins = [] }) =>
          files
            .filter((file) => file.split('?')[0]?.endsWith('.js'))
            .map((file) => ({
              file: file.split('?')[0] ?? file,
              initial,
              imports: origins.flatMap(({ request }) => (request === undefined ? [] : [request])),
            }))
        ),
      };
      const file = path.join(process.cwd(), BUNDLE_FILE);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(bundle, null, 2)}\n`);
    });
  },
};
