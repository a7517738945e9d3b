import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_TOKEN, type Proxy, runGatehouse, startProxy } from './support/startProxy';

jest.setTimeout(180_000);

const policyOf = (filter: string) => `# of Acme
tenants:
  - { name: acme, backend: cluster, account: 1 }
mappings:
  - name: developers
    principals: ["group:dev", "service:vmagent"]
    grants:
      - { tenant: acme, access: read, filters: ['${filter}'] }
`;

let folder: string;
let policy: string;
let proxy: Proxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-cli-'));
  policy = join(folder, 'policy.yaml');
  proxy = await startProxy();
});

afterAll(async () => {
  await proxy.stop();
  await rm(folder, { recursive: true });
});

/** Runs a command against the proxy. Nothing that it says holds the admin token. */
async function gatehouse(...args: string[]) {
  const ran = await runGatehouse(args, { GATEHOUSE_URL: proxy.adminUrl, GATEHOUSE_TOKEN: ADMIN_TOKEN });
  expect(ran.stdout + ran.stderr).not.toContain(ADMIN_TOKEN);
  return ran;
}

async function json(...args: string[]) {
  const { code, stdout, stderr } = await gatehouse(...args, '--json');
  if (stdout === '') {
    throw new Error(`nothing was printed (${code}): ${stderr}`);
  }
  return { code, document: JSON.parse(stdout) as Record<string, unknown> };
}

// One story, in the order in which somebody would live it.
describe('gatehouse, against a proxy', () => {
  it('shows what a policy would change, publishes it, and does so once', async () => {
    await writeFile(policy, policyOf('{team="dev"}'));
    const differs = await gatehouse('diff', policy, '--exit-code');
    expect(differs).toMatchObject({ code: 4, stderr: '' });
    expect(differs.stdout).toMatch(/developers/);
    expect(await json('apply', policy, '--dry-run', '--exit-code')).toMatchObject({
      code: 4,
      document: { dryRun: true, changed: true, base: 0 },
    });
    expect(await gatehouse('apply', policy, '--comment', 'the first')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/revision 1 is in force\n$/),
    });
    expect(await gatehouse('diff', policy, '--exit-code')).toMatchObject({ code: 0 });
    expect(await json('apply', policy)).toMatchObject({ code: 0, document: { changed: false, base: 1 } });
    expect(await json('diff', policy, '--revision', '0', '--exit-code')).toMatchObject({ code: 4 });
  });

  it('exits with 3 and the places when the proxy knows more about the policy than the file says', async () => {
    await writeFile(policy, policyOf('{team="dev"}').replace('backend: cluster', 'backend: elsewhere'));
    for (const args of [
      ['apply', policy],
      ['apply', policy, '--dry-run'],
      ['diff', policy],
    ]) {
      const refused = await gatehouse(...args);
      expect(refused.stderr).toMatch(new RegExp(`^${policy}:3:28: tenants\\.0\\.backend: .*elsewhere`));
      expect(refused.code).toBe(3);
    }
  });

  it('exits with 5 when somebody else has published in the meantime', async () => {
    await writeFile(policy, policyOf('{team="ops"}'));
    expect(await gatehouse('apply', policy, '--base', '0')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('revision-conflict'),
    });
    expect(await gatehouse('apply', policy, '--base', '1')).toMatchObject({ code: 0 });
  });

  it('exports what can be applied again', async () => {
    const { stdout, code } = await gatehouse('export');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Revision 2 of .*, by .*: Applied policy\.yaml\n/);
    await writeFile(policy, stdout);
    expect(await gatehouse('diff', policy, '--exit-code')).toMatchObject({ code: 0 });
    expect(await json('export', '--revision', '1')).toMatchObject({
      document: { mappings: [{ grants: [{ filters: ['{team="dev"}'] }] }] },
    });
    expect(await gatehouse('export', '--revision', '99')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not-found'),
    });
  });

  it('explains a subject, by the policy in force or a draft', async () => {
    const subject = ['--subject', 'alice@example.com', '--issuer', 'keycloak', '--group', 'dev'];
    const { stdout } = await gatehouse('explain', ...subject, '--query', 'up');
    expect(stdout).toContain('revision 2 lets alice@example.com of keycloak through to acme narrowed to {team="ops"}');
    expect(stdout).toMatch(/GET http:\/\/127\.0\.0\.1:9\/select\/1:0\/prometheus\/api\/v1\/query\?/);
    await writeFile(policy, 'tenants: []\n');
    expect((await gatehouse('explain', ...subject, '--draft', policy)).stdout).toMatch(
      /^the draft refuses .* \(no-mapping\)/
    );
    expect(await json('explain', '--service', 'vmagent')).toMatchObject({ code: 0, document: { revision: 2 } });
    expect(await gatehouse('explain', '--subject', 'a', '--issuer', 'nobody')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('body-invalid'),
    });
  });

  it('makes, lists, rotates and revokes a credential that works, and explains a refusal by its number', async () => {
    const secretFile = join(folder, 'secret');
    const made = await json('credential', 'create', 'vmagent', '--comment', 'rack 7', '--secret-file', secretFile);
    const secret = (await readFile(secretFile, 'utf8')).trim();
    expect(made).toMatchObject({ code: 0, document: { name: 'vmagent', secretFile } });
    expect(JSON.stringify(made)).not.toContain(secret);
    expect((await stat(secretFile)).mode & 0o777).toBe(0o600);

    const asks = (token: string) =>
      fetch(`${proxy.url}/api/v1/write`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
    const refused = await asks(secret);
    expect(refused.status).toBe(403);
    const number = /request (\w+)/.exec(await refused.text())?.[1] ?? '';
    expect(await gatehouse('explain', '--refusal', number)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('write-not-granted'),
    });

    const { stdout: next, code } = await gatehouse('credential', 'rotate', 'vmagent', '--overlap', '0s');
    expect(code).toBe(0);
    expect(next).toMatch(/^gate_[\w-]+\n$/);
    expect((await asks(secret)).status).toBe(401);
    expect((await asks(next.trim())).status).toBe(403);
    expect(await gatehouse('credential', 'revoke', 'vmagent')).toMatchObject({ code: 0 });
    expect((await asks(next.trim())).status).toBe(401);
    const { document } = await json('credential', 'list', '--name', 'vmagent');
    expect(document.credentials).toHaveLength(2);
    expect(await gatehouse('credential', 'revoke', 'vmagent')).toMatchObject({
      code: 1,
      stderr: 'the service vmagent has no live credential\n',
    });
  });

  it('lists, exports and verifies the record of changes', async () => {
    const { document } = await json('audit', 'list', '--event', 'policy-published');
    expect(document.records).toHaveLength(2);
    const file = join(folder, 'audit.jsonl');
    expect(await gatehouse('audit', 'export', '--output', file)).toMatchObject({ code: 0 });
    const whole = await json('audit', 'verify', file);
    expect(whole).toMatchObject({ code: 0, document: { whole: true, fault: null } });
    const config = join(proxy.folder, 'gatehouse.yaml');
    const head = String(whole.document.head);
    expect(await gatehouse('audit', 'verify', '--config', config, '--head', head)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(head),
    });
    await writeFile(file, (await readFile(file, 'utf8')).replace('rack 7', 'rack 8'));
    expect(await json('audit', 'verify', file)).toMatchObject({
      code: 1,
      document: { whole: false, fault: { code: 'changed' } },
    });
  });

  it('copies the store while the proxy uses it', async () => {
    const copy = join(folder, 'copy.db');
    const config = join(proxy.folder, 'gatehouse.yaml');
    expect(await gatehouse('backup', copy, '--config', config)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(copy),
    });
    expect(await gatehouse('backup', copy, '--config', config)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is there already'),
    });
  });

  it('exits with 1 when the token is wrong, and with 2 when there is none', async () => {
    const wrong = await runGatehouse(['export'], {
      GATEHOUSE_URL: proxy.adminUrl,
      GATEHOUSE_TOKEN: 'some-other-token-of-length',
    });
    expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('(admin-token-wrong)') });
    expect(await runGatehouse(['export'], { GATEHOUSE_URL: proxy.adminUrl, GATEHOUSE_TOKEN: '' })).toMatchObject({
      code: 2,
    });
  });
});
