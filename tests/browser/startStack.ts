import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWhatIsStale } from '../../dev/demo/build';
import { startInstallation, type Installation } from '../../dev/demo/installation';
import { createProgress } from '../../dev/demo/progress';
import { freePort } from '../../dev/processes/freePort';
import { endAllChildren } from '../../dev/processes/startChild';

const STORY_STEP_MILLISECONDS = 30_000;
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
    // Otherwise queries for now would find nothing after five minutes.
    const goOn = setInterval(() => void installation.story.goOn().catch(() => {}), STORY_STEP_MILLISECONDS);
    return {
      ...installation,
      close: () => {
        clearInterval(goOn);
        return close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
