import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWhatIsStale } from '../../dev/demo/build';
import { startInstallation, type Installation } from '../../dev/demo/installation';
import { createProgress } from '../../dev/demo/progress';
import { freePort } from '../../dev/processes/freePort';
import { endAllChildren } from '../../dev/processes/startChild';

const ROOT = path.join(__dirname, '../..');

/**
 * Starts everything that the browser tests cross, as the demo does: identity provider, cluster and single node with the
 * story's series, the built proxy, and the emulated Grafana with the built plugin. Nothing is published yet.
 */
export async function startStack(): Promise<Installation & { close(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-browser-'));
  const close = async () => {
    await endAllChildren();
    await rm(folder, { recursive: true, force: true });
  };
  const progress = createProgress(() => {});
  try {
    await buildWhatIsStale(ROOT, folder, progress);
    const installation = await startInstallation({ root: ROOT, folder, grafanaPort: await freePort() }, progress);
    return { ...installation, close };
  } catch (error) {
    await close();
    throw error;
  }
}
