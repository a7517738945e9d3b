import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The one folder that a run of the demo writes to, besides the builds. */
export interface RunFolder {
  path: string;
  remove(): Promise<void>;
}

/** Makes `.gatehouse-demo/<time>-<process>` in the repository. */
export async function createRunFolder(root: string): Promise<RunFolder> {
  const parent = join(root, '.gatehouse-demo');
  const time = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-');
  const path = join(parent, `${time}-${process.pid}`);
  await mkdir(path, { recursive: true });
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      // Other runs may have folders there.
      await rmdir(parent).catch(() => {});
    },
  };
}
