import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of this repository: the one at or above the working directory that holds `dev/grafana`. */
export function repositoryRoot(from = process.cwd()): string {
  if (existsSync(path.join(from, 'dev/grafana/repositoryRoot.ts'))) {
    return from;
  }
  const parent = path.dirname(from);
  if (parent === from) {
    throw new Error(`${process.cwd()} is not inside the gatehouse repository; start this from there`);
  }
  return repositoryRoot(parent);
}
