import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { configuration, type Proxy, runGatehouse, startProxy } from './support/startProxy';

jest.setTimeout(90_000);

const SUBJECT = { issuer: 'keycloak', id: '1', email: 'alice@example.com', groups: ['dev'] };

const policyOf = (team: string) => `# who may see what
tenants:
  - { name: acme, backend: cluster, account: 1 }
mappings:
  - name: developers # of ${team}
    principals: ["group:dev"]
    grants:
      - { tenant: acme, access: read, filters: ['{team="${team}"}'] }
`;

const BAD = `tenants: []
mappings:
  - name: everybody
    principals: [authenticated]
    grants: [{ tenant: nowhere, access: read }]
`;

let folder: string;
let proxies: Proxy[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-policy-file-'));
  proxies = [];
});

afterEach(async () => {
  await Promise.all(proxies.map((proxy) => proxy.kill()));
  await rm(folder, { recursive: true });
});

/** A replica; all of them share one store. */
async function replica(name: string, policyFile: string): Promise<Proxy> {
  await mkdir(join(folder, name), { recursive: true });
  const proxy = await startProxy({
    folder: join(folder, name),
    configOverrides: { policyFile, store: `sqlite://${join(folder, 'gatehouse.db')}` },
  });
  proxies.push(proxy);
  return proxy;
}

/** The team whose series the policy in force lets the subject see. */
async function team(proxy: Proxy): Promise<string | undefined> {
  const response = await proxy.admin('/v1/explain', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ subject: SUBJECT }),
  });
  return /team=\\+"(\w+)/.exec(await response.text())?.[1];
}

async function until(what: string, holds: () => Promise<boolean>, seconds = 10): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(
        `${what} did not come about in ${seconds} s:\n${proxies.map((proxy) => proxy.logs()).join('\n')}`
      );
    }
    await sleep(50);
  }
}

async function json(proxy: Proxy, path: string): Promise<Record<string, unknown>> {
  return (await (await proxy.admin(path)).json()) as Record<string, unknown>;
}

const warningsOf = async (proxy: Proxy) => {
  const { warnings } = (await (await fetch(`${proxy.adminUrl}/readyz`)).json()) as {
    warnings: Array<{ code: string }>;
  };
  return warnings.map(({ code }) => code).filter((code) => code.startsWith('policy'));
};

/** Puts another text in place of the file at once, as editors and deployments do. */
async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

describe('a policy file', () => {
  it('is in force on every replica within seconds of a change, and recorded once', async () => {
    const file = join(folder, 'policy.yaml');
    await writeFile(file, policyOf('red'));
    const both = [await replica('one', file), await replica('two', file)];
    for (const proxy of both) {
      expect(await team(proxy)).toBe('red');
      expect(await json(proxy, '/v1/policy')).toMatchObject({
        revision: 1,
        author: 'policy.yaml',
        actor: { name: 'policy.yaml', by: 'file', token: null },
        source: { kind: 'file', file },
      });
    }
    await replace(file, policyOf('blue'));
    await until(
      'blue',
      async () => (await team(both[0] as Proxy)) === 'blue' && (await team(both[1] as Proxy)) === 'blue'
    );
    await until('revision 2', async () =>
      (await Promise.all(both.map((proxy) => json(proxy, '/v1/policy')))).every(({ revision }) => revision === 2)
    );
    // Another comment is no other policy.
    await replace(file, `${policyOf('blue')}# the same\n`);
    await sleep(2500);
    expect(both.map((proxy) => proxy.events('policy-published')).flat()).toHaveLength(2);
    expect((await json(both[0] as Proxy, '/v1/policy')).revision).toBe(2);
  });

  it('stays out while it is no policy: the one before counts, and it is told with line and column', async () => {
    const file = join(folder, 'policy.yaml');
    await writeFile(file, policyOf('red'));
    const proxy = await replica('one', file);
    expect(await warningsOf(proxy)).toEqual([]);
    await replace(file, BAD);
    await until('the warning', async () => (await warningsOf(proxy)).length > 0);
    expect(await warningsOf(proxy)).toEqual(['policy-file-invalid']);
    const [event] = proxy.events('policy-file-invalid');
    expect(event?.problems).toEqual([expect.stringMatching(/policy\.yaml:5:24: mappings\.0\.grants\.0\.tenant: /)]);
    expect(await team(proxy)).toBe('red');
    expect((await json(proxy, '/v1/status')).source).toMatchObject({
      kind: 'file',
      problem: expect.stringContaining(':5:24: '),
    });
    expect(await (await fetch(`${proxy.adminUrl}/metrics`)).text()).toMatch(/^gatehouse_policy_file_valid 0$/m);
    await rm(file);
    await sleep(2000);
    expect(await team(proxy)).toBe('red');
    await replace(file, policyOf('blue'));
    await until('blue', async () => (await team(proxy)) === 'blue');
    expect(await warningsOf(proxy)).toEqual([]);
    expect(await (await fetch(`${proxy.adminUrl}/metrics`)).text()).toMatch(/^gatehouse_policy_file_valid 1$/m);
  });

  it('keeps the proxy from starting while it is no policy, with line and column', async () => {
    const file = join(folder, 'policy.yaml');
    await writeFile(file, BAD);
    const config = join(folder, 'gatehouse.yaml');
    await writeFile(config, stringify(configuration({ policyFile: 'policy.yaml' })));
    const refused = await runGatehouse(['serve', '--config', config]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(new RegExp(`^${file}:5:24: mappings\\.0\\.grants\\.0\\.tenant: .*nowhere`));
    await rm(file);
    expect(await runGatehouse(['serve', '--config', config])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${file}:1:1: the policy file cannot be read (ENOENT)`),
    });
  });

  it('is read at once on SIGHUP', async () => {
    const file = join(folder, 'policy.yaml');
    await writeFile(file, policyOf('red'));
    const proxy = await replica('one', file);
    await writeFile(file, policyOf('blue'));
    // Left alone it waits until the file lies still.
    const restless = setInterval(() => void utimes(file, new Date(), new Date()), 100);
    try {
      await sleep(2500);
      expect(await team(proxy)).toBe('red');
      proxy.process.kill('SIGHUP');
      await until('blue', async () => (await team(proxy)) === 'blue', 5);
    } finally {
      clearInterval(restless);
    }
  });

  it('may be a link that is swapped, as Kubernetes does it with a ConfigMap', async () => {
    const mount = join(folder, 'mount');
    const version = async (name: string, text: string) => {
      await mkdir(join(mount, name), { recursive: true });
      await writeFile(join(mount, name, 'policy.yaml'), text);
      await symlink(name, join(mount, '..data_tmp'));
      await rename(join(mount, '..data_tmp'), join(mount, '..data'));
    };
    await version('..2026_01', policyOf('red'));
    await symlink(join('..data', 'policy.yaml'), join(mount, 'policy.yaml'));
    const proxy = await replica('one', join(mount, 'policy.yaml'));
    expect(await team(proxy)).toBe('red');
    await version('..2026_02', policyOf('blue'));
    await rm(join(mount, '..2026_01'), { recursive: true });
    await until('blue', async () => (await team(proxy)) === 'blue');
  });

  it('is not taken while somebody is still writing it', async () => {
    const file = join(folder, 'policy.yaml');
    await writeFile(file, policyOf('red'));
    const proxy = await replica('one', file);
    // Each part is a policy by itself, and the first ones lack what the last one denies.
    const parts = [
      ...policyOf('green').split(/(?<=\n)/),
      '  - { name: nobody, principals: ["group:dev"], effect: deny }\n',
    ];
    const asked: Array<Promise<string | undefined>> = [];
    for (let count = 1; count <= parts.length; count += 1) {
      for (let write = 0; write < 3; write += 1) {
        await writeFile(file, parts.slice(0, count).join(''));
        asked.push(team(proxy));
        await sleep(100);
      }
    }
    expect([...new Set(await Promise.all(asked))]).toEqual(['red']);
    await until('the denial', async () => (await team(proxy)) === undefined);
  });

  it('is the only place where the policy can be changed', async () => {
    const file = join(folder, 'policy.yaml');
    await writeFile(file, policyOf('red'));
    const proxy = await replica('one', file);
    const response = await proxy.admin('/v1/policy', {
      method: 'PUT',
      headers: { 'If-Match': '"1"', 'Content-Type': 'application/json' },
      body: JSON.stringify({ policy: { tenants: [] }, comment: 'x' }),
    });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      code: 'policy-read-only',
      detail: expect.stringContaining('policy.yaml'),
    });
    expect(await team(proxy)).toBe('red');
  });

  it('counts also while the store is away, and is recorded when it is back', async () => {
    const file = join(folder, 'policy.yaml');
    await writeFile(file, policyOf('red'));
    // A folder where the database's file would be.
    await mkdir(join(folder, 'gatehouse.db'));
    const proxy = await replica('one', file);
    expect(await team(proxy)).toBe('red');
    expect(await json(proxy, '/v1/policy')).toMatchObject({
      revision: 0,
      policy: { mappings: [{ name: 'developers' }] },
    });
    await rm(join(folder, 'gatehouse.db'), { recursive: true });
    await until('the record', async () => (await json(proxy, '/v1/policy')).revision === 1);
    expect(proxy.events('policy-published')).toHaveLength(1);
  });
});
