import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../config/configError';
import { createPolicyLoader, type PolicyLoader } from '../policy/loader/policyLoader';
import { PolicyInForce } from '../policy/policyInForce';
import { NOTHING_PUBLISHED, type RevisionSummary } from '../store/policyStore';
import { StoreUnavailable } from '../store/storeUnavailable';
import { createLogger } from '../telemetry/logger';
import { createMetrics } from '../telemetry/metrics';
import { FileRevisions, type FileRevisionsOptions } from './fileRevisions';

const policyOf = (name: string) => `tenants: [{ name: ${name}, backend: cluster, account: 1 }]\n`;

let folder: string;
let file: string;
let lines: string[];
let inForce: PolicyInForce;
let revisions: FileRevisions;
let loader: PolicyLoader;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-file-revisions-'));
  file = join(folder, 'policy.yaml');
  lines = [];
  inForce = new PolicyInForce();
  loader = createPolicyLoader(
    { read: async () => undefined },
    { backends: new Map([['cluster', 'victoriametrics-cluster']]), issuers: [] },
    Date.now
  );
  await writeFile(file, policyOf('red'));
});

afterEach(async () => {
  await revisions.close();
  await rm(folder, { recursive: true });
});

function open(options: Partial<FileRevisionsOptions> = {}): FileRevisions {
  let held: RevisionSummary | undefined;
  let number = 0;
  revisions = new FileRevisions({
    file,
    store: { latest: async () => NOTHING_PUBLISHED },
    loader,
    desk: {
      holdFile: async (_bytes, summary) => void (held = summary),
      recordFile: async () => held && { summary: { ...held, number: ++number }, written: true },
    },
    inForce,
    metrics: createMetrics('test'),
    logger: createLogger('info', { write: (line: string) => void lines.push(line) }),
    now: Date.now,
    ...options,
  });
  return revisions;
}

const tenants = () => inForce.current?.index.policy.tenants.map(({ name }) => name);

async function until(holds: () => boolean): Promise<void> {
  for (let look = 0; !holds(); look += 1) {
    if (look > 200) {
      throw new Error(`it did not come about: ${lines.join('')}`);
    }
    await sleep(50);
  }
}

describe('the policy of a file', () => {
  it('is in force and recorded when it starts', async () => {
    await open().start();
    expect(tenants()).toEqual(['red']);
    expect(inForce.current).toMatchObject({ number: 1, author: { name: 'policy.yaml', by: 'file' } });
  });

  it('keeps from starting when it is none', async () => {
    await writeFile(file, 'tenants: 7\n');
    await expect(open().start()).rejects.toThrow(ConfigError);
    expect(inForce.current).toBeUndefined();
  });

  it('is in force while the store is away, and recorded once it is back', async () => {
    let away = true;
    const latest = async () => {
      if (away) {
        throw new StoreUnavailable('away');
      }
      return NOTHING_PUBLISHED;
    };
    await open({ store: { latest } }).start();
    expect(tenants()).toEqual(['red']);
    expect(inForce.current?.number).toBe(0);
    expect(revisions.state).toEqual({ available: false, error: 'away' });
    away = false;
    await until(() => inForce.current?.number === 1);
  });

  it('is tried again when the thread that reads it ends, and nothing else counts meanwhile', async () => {
    let fails = false;
    const failing: PolicyLoader = {
      ...loader,
      openFile: async (path) => {
        if (fails) {
          throw new StoreUnavailable('the thread ended');
        }
        return loader.openFile(path);
      },
    };
    await open({ loader: failing }).start();
    fails = true;
    await writeFile(file, policyOf('blue'));
    await until(() => revisions.source.kind === 'file' && revisions.source.problem !== undefined);
    // Whoever sends SIGHUP must not end the process.
    await revisions.reload();
    expect(tenants()).toEqual(['red']);
    fails = false;
    await until(() => tenants()?.[0] === 'blue');
    expect(revisions.source).toEqual({ kind: 'file', file });
  });

  it('is read again when the desk has lost it', async () => {
    let lost = true;
    const number = 3;
    let held: RevisionSummary | undefined;
    const desk: FileRevisionsOptions['desk'] = {
      holdFile: async (_bytes, summary) => void (held = summary),
      recordFile: async () => {
        const found = lost ? undefined : held;
        lost = false;
        return found && { summary: { ...found, number }, written: false };
      },
    };
    await open({ desk }).start();
    await until(() => inForce.current?.number === number);
    expect(lines.join('')).not.toContain('policy-published');
  });

  it('can be changed nowhere else', async () => {
    await expect(open().change()).rejects.toMatchObject({ code: 'policy-read-only' });
  });
});
