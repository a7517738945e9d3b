import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Installation, startInstallation } from '../../dev/demo/installation';
import { createProgress } from '../../dev/demo/progress';
import { freePort } from '../../dev/processes/freePort';
import { endAllChildren } from '../../dev/processes/startChild';

const ROOT = path.join(__dirname, '../..');

/** Everything once more, as on the first day: the plugin knows no proxy, nothing was ever published, nobody has come. */
export async function startFreshStack(): Promise<Installation & { close(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-fresh-'));
  const close = async () => {
    await endAllChildren();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const options = { root: ROOT, folder, grafanaPort: await freePort(), connected: false };
    return {
      ...(await startInstallation(
        options,
        createProgress(() => {})
      )),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
