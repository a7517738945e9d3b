import { gzipSync } from 'node:zlib';
import type { Bundle } from './bundle';

/** What a browser loads before a page shows what it is for. */
export const FIRST_LOAD_BYTES = 150 * 1024;

// What module.tsx loads for every page.
const APP = ['./App', './i18n/language'];
const FIRST_LOADS: ReadonlyArray<{ page: string; imports: readonly string[] }> = [
  { page: 'Overview', imports: [...APP, './overview/OverviewPage'] },
  { page: 'Mappings', imports: [...APP, './PolicyScope', './mappings/MappingsPage'] },
];

export interface FirstLoad {
  page: string;
  /** After compression, as Grafana sends it. */
  gzipBytes: number;
  /** The heaviest first. */
  files: Array<{ file: string; gzipBytes: number }>;
}

/**
 * Adds up what each first page loads.
 *
 * @param read the content of a script of the build
 * @throws Error when no chunk belongs to an import: then the page is loaded otherwise now, and the list above is wrong
 */
export function firstLoads({ chunks }: Bundle, read: (file: string) => Buffer): FirstLoad[] {
  return FIRST_LOADS.map(({ page, imports }) => {
    const lost = imports.filter((request) => !chunks.some((chunk) => chunk.imports.includes(request)));
    if (lost.length > 0) {
      throw new Error(`The first load of ${page} cannot be measured: nothing imports ${lost.join(', ')} any more`);
    }
    const files = chunks
      .filter((chunk) => chunk.initial || chunk.imports.some((request) => imports.includes(request)))
      .map(({ file }) => ({ file, gzipBytes: gzipSync(read(file)).length }))
      .sort((a, b) => b.gzipBytes - a.gzipBytes);
    return { page, files, gzipBytes: files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) };
  });
}
