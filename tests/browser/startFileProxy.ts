import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { startProxyProcess } from '../../dev/demo/proxyProcess';

const ROOT = path.join(__dirname, '../..');
/** Nothing listens there: what is looked at is the policy, not what queries find. */
const NOWHERE = 'http://127.0.0.1:9';

/** A proxy whose policy is a file. */
export interface FileProxy {
  adminUrl: string;
  adminToken: string;
  file: string;
  /** Puts another text in the place of the file. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy of its own, with a policy in a file. */
export async function startFileProxy(policy: unknown): Promise<FileProxy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-file-'));
  const file = path.join(folder, 'policy.yaml');
  const adminToken = 'a-token-for-the-policy-file';
  const write = async (text: string) => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  try {
    await write(stringify(policy));
    const proxy = await startProxyProcess({
      root: ROOT,
      folder,
      issuer: NOWHERE,
      cluster: { selectUrl: NOWHERE, insertUrl: NOWHERE },
      single: { url: NOWHERE },
      adminToken,
      policyFile: file,
    });
    const close = async () => {
      await proxy.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { adminUrl: proxy.adminUrl, adminToken, file, write, close };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
