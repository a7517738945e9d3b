import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPolicyFile } from '../policyFile/readPolicyFile';
import { runHere } from './testing/runHere';
import { problem, type Routes, startStubApi } from './testing/stubApi';

const TOKEN = 'an-admin-token-of-some-length';

const POLICY = `tenants:
  - { name: acme, backend: cluster, account: 1 }
mappings:
  - name: developers # of Acme
    principals: ["group:dev"]
    grants: [{ tenant: acme, access: read }]
`;

const CHANGES = { changes: [{ kind: 'mapping-added', words: 'developers reads acme' }], leftOut: 0 };
const NO_CHANGES = { changes: [], leftOut: 0 };
const STATUS = { body: { policy: { revision: 7 } } };

let folder: string;
let file: string;
let stub: Awaited<ReturnType<typeof startStubApi>> | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-online-'));
  file = join(folder, 'policy.yaml');
  await writeFile(file, POLICY);
});

afterEach(async () => {
  await stub?.close();
  stub = undefined;
  await rm(folder, { recursive: true });
});

async function online(routes: Routes, ...args: string[]) {
  stub = await startStubApi(routes);
  const ran = await runHere(args, { environment: { GATEHOUSE_URL: stub.url, GATEHOUSE_TOKEN: TOKEN } });
  expect(ran.error + ran.out).not.toContain(TOKEN);
  return { ...ran, asked: stub.asked };
}

describe('every command that asks a proxy', () => {
  it.each([
    [{}, 'name the admin listener with --url'],
    [{ GATEHOUSE_URL: 'gatehouse:8432' }, '--url is an http:// or https:// URL'],
    [{ GATEHOUSE_URL: 'https://user:password@gatehouse' }, '--url is an http:// or https:// URL'],
    [{ GATEHOUSE_URL: 'http://127.0.0.1:1' }, 'give an admin token in a file'],
    [{ GATEHOUSE_URL: 'http://gatehouse:8432', GATEHOUSE_TOKEN: TOKEN }, 'without TLS'],
    [{ GATEHOUSE_URL: 'http://127.0.0.1.example.com', GATEHOUSE_TOKEN: TOKEN }, 'without TLS'],
    [{ GATEHOUSE_URL: 'http://[::ffff:10.0.0.1]', GATEHOUSE_TOKEN: TOKEN }, 'without TLS'],
  ])('needs to know whom to ask, and keeps the token off open networks: %j', async (environment, message) => {
    expect(await runHere(['export'], { environment })).toMatchObject({
      code: 2,
      out: '',
      error: expect.stringContaining(message),
    });
  });

  it('sends the token of a file, and prefers it to the environment', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'another-admin-token\n');
    const { asked } = await online(
      { 'GET /v1/credentials': { body: { credentials: [], next: null } } },
      'credential',
      'list',
      '--token-file',
      tokenFile
    );
    expect(asked[0]?.authorization).toBe('Bearer another-admin-token');
  });

  it('tells what the proxy refuses, with its code', async () => {
    const { code, error } = await online(
      { 'GET /v1/policy': problem(401, 'admin-token-wrong', 'the admin token is wrong') },
      'export'
    );
    expect({ code, error }).toEqual({ code: 1, error: 'the admin token is wrong (admin-token-wrong)\n' });
  });

  it.each([
    ['is no proxy', { raw: '<html>' }, 'is no JSON'],
    ['is an error of something else', { status: 502, raw: 'Bad Gateway' }, 'answered 502, and not as Gatehouse does'],
    [
      'leads elsewhere',
      { status: 302, raw: '', headers: { Location: 'http://127.0.0.1:1/' } },
      'a redirect, which is not followed',
    ],
    ['is of another version', { body: { policy: {} } }, 'use the version of the proxy'],
  ])('says so when what answers %s', async (_, answer, message) => {
    const { code, error } = await online({ 'GET /v1/policy': answer }, 'export');
    expect(error).toContain(message);
    expect(code).toBe(1);
  });

  it('says so when nobody answers, or not in time', async () => {
    const gone = await startStubApi({});
    await gone.close();
    const environment = { GATEHOUSE_URL: gone.url, GATEHOUSE_TOKEN: TOKEN };
    expect(await runHere(['export'], { environment })).toMatchObject({
      code: 1,
      error: expect.stringContaining('cannot be reached (ECONNREFUSED)'),
    });
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    expect(await runHere(['export', '--url', url, '--timeout', '1'], { environment })).toMatchObject({
      code: 1,
      error: expect.stringContaining('did not answer within 1 s'),
    });
    silent.closeAllConnections();
    silent.close();
    expect(await runHere(['export', '--timeout', '0'], { environment })).toMatchObject({ code: 2 });
  });
});

describe('gatehouse export', () => {
  const document = {
    revision: 7,
    policy: readPolicyFile(POLICY, undefined, 0).policy,
    comment: 'a\nb',
    author: 'alice',
    createdAt: '2026-01-01T00:00:00.000Z',
  };

  it('prints YAML that is the same policy, and the same for the same revision', async () => {
    const { code, out } = await online({ 'GET /v1/policy': { body: document } }, 'export');
    expect(out).toMatch(/^# Revision 7 of 2026-01-01T00:00:00.000Z, by alice: a b\ntenants:\n/);
    expect(readPolicyFile(out, undefined, 0).policy).toEqual(document.policy);
    expect(code).toBe(0);
  });

  it('prints an older revision, as JSON', async () => {
    const { out } = await online({ 'GET /v1/revisions/3': { body: document } }, 'export', '--revision', '3', '--json');
    expect(JSON.parse(out)).toEqual(document.policy);
  });
});

describe('gatehouse diff', () => {
  it('tells what differs, and exits with 4 when it is asked to', async () => {
    const routes = { 'POST /v1/policy/diff': { body: { from: { number: 7 }, diff: CHANGES } } };
    const { code, out, asked } = await online(routes, 'diff', file, '--exit-code', '--revision', '5');
    expect({ code, out }).toEqual({ code: 4, out: '  developers reads acme\n' });
    expect(asked[0]?.body).toMatchObject({ from: 5, policy: { mappings: [{ name: 'developers' }] } });
    await stub?.close();
    expect(await online(routes, 'diff', file)).toMatchObject({ code: 0 });
  });

  it('exits with 0 when nothing differs', async () => {
    const routes = { 'POST /v1/policy/diff': { body: { from: { number: 7 }, diff: NO_CHANGES } } };
    expect(await online(routes, 'diff', file, '--exit-code')).toMatchObject({
      code: 0,
      out: 'nothing differs from revision 7\n',
    });
  });

  it('tells the places of what is wrong with the policy, found here or there', async () => {
    await writeFile(file, POLICY.replace('access: read', 'access: look'));
    expect(await online({}, 'diff', file)).toMatchObject({
      code: 3,
      asked: [],
      error: expect.stringContaining(`${file}:6:38: mappings.0.grants.0.access: `),
    });
    await stub?.close();
    await writeFile(file, POLICY);
    const problems = [
      { code: 'backend-unknown', path: ['tenants', 0, 'backend'], message: 'no such backend', hint: 'name another' },
    ];
    const refused = await online(
      { 'POST /v1/policy/diff': problem(422, 'policy-invalid', 'x', { problems }) },
      'diff',
      file
    );
    expect(refused).toMatchObject({
      code: 3,
      error: `${file}:2:28: tenants.0.backend: no such backend\n    name another\n`,
    });
  });
});

describe('gatehouse apply', () => {
  const compared = { 'GET /v1/status': STATUS, 'POST /v1/policy/diff': { body: { diff: CHANGES } } };

  it('publishes on top of the revision that it compared with', async () => {
    const { code, out, asked } = await online(
      { ...compared, 'PUT /v1/policy': { body: { revision: 8 } } },
      'apply',
      file,
      '--comment',
      'why'
    );
    expect({ code, out }).toEqual({ code: 0, out: '  developers reads acme\nrevision 8 is in force\n' });
    expect(asked.at(-1)).toMatchObject({
      line: 'PUT /v1/policy',
      ifMatch: '"7"',
      body: { comment: 'why', policy: { tenants: [{ name: 'acme' }] } },
    });
  });

  it('publishes nothing when nothing differs', async () => {
    const same = { 'GET /v1/status': STATUS, 'POST /v1/policy/diff': { body: { diff: NO_CHANGES } } };
    const { code, asked } = await online(same, 'apply', file);
    expect(code).toBe(0);
    expect(asked.map(({ line }) => line)).toEqual(['GET /v1/status', 'POST /v1/policy/diff']);
  });

  it('exits with 5 when somebody else published in the meantime', async () => {
    const changes = { from: 6, to: 9, diff: CHANGES };
    const conflict = problem(412, 'revision-conflict', 'revision 9 is the latest now', { changes });
    const { code, error, asked } = await online(
      { ...compared, 'PUT /v1/policy': conflict },
      'apply',
      file,
      '--base',
      '6'
    );
    expect({ code, error }).toEqual({
      code: 5,
      error: 'revision 9 is the latest now (revision-conflict); in the meantime:\n  developers reads acme\n',
    });
    expect(asked.at(-1)?.ifMatch).toBe('"6"');
  });

  it('says that a second person has to approve', async () => {
    const { code, out } = await online(
      { ...compared, 'PUT /v1/policy': { status: 202, body: { id: 'p1' } } },
      'apply',
      file
    );
    expect(out).toContain('proposal p1 waits for the approval of a second person');
    expect(code).toBe(0);
  });

  it('shows in a dry run what it would mean, and changes nothing', async () => {
    const body = {
      impact: { subjects: 3, unchanged: 2, groups: [{ words: 'alice gains reading acme' }], leftOut: 0 },
      replay: { requests: 10, refused: 1, kinds: [{ words: 'bob could not ask /api/v1/query any more' }], leftOut: 0 },
      warnings: [{ code: 'tenant-unreached', path: ['tenants', 0], message: 'nobody', hint: 'h' }],
    };
    const routes = { ...compared, 'POST /v1/policy/impact': { body } };
    const { code, out, error, asked } = await online(routes, 'apply', file, '--dry-run', '--exit-code');
    expect(out).toContain('alice gains reading acme');
    expect(out).toContain('10 requests 1 would be refused\n  bob could not ask /api/v1/query any more\n');
    expect(error).toBe(`${file}:2:5: warning: tenants.0: nobody\n    h\n`);
    expect(code).toBe(4);
    expect(asked.some(({ line }) => line.startsWith('PUT'))).toBe(false);
    await stub?.close();
    const json = await online(routes, 'apply', file, '--dry-run', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ dryRun: true, changed: true, base: 7, warnings: [{ line: 2 }] });
  });

  it('says that the policy is a file’s', async () => {
    const refused = problem(409, 'policy-read-only', 'the policy is the file policy.yaml');
    expect(await online({ ...compared, 'PUT /v1/policy': refused }, 'apply', file)).toMatchObject({
      code: 1,
      error: expect.stringContaining('policy-read-only'),
    });
  });
});

describe('gatehouse explain', () => {
  const body = {
    subject: { issuer: 'keycloak', id: 'alice@example.com', email: 'alice@example.com' },
    revision: 7,
    explanation: {
      decision: { allowed: true, tenants: [{ tenant: { name: 'acme' }, filters: ['{team="dev"}'] }] },
      mappings: [{ name: 'developers', part: 'grants', principals: ['group:dev'] }],
    },
    upstream: { method: 'GET', url: 'http://select/select/1:0/prometheus/api/v1/query?query=up' },
  };

  it('tells the decision, the part of each mapping, and the exact request', async () => {
    const { code, out, asked } = await online(
      { 'POST /v1/explain': { body } },
      ...['explain', '--subject', 'alice@example.com', '--issuer', 'keycloak', '--group', 'dev', '--group', 'ops'],
      ...['--claim', 'department=a=b', '--tenant', 'acme', '--query', 'up', '--draft', file]
    );
    expect(out).toBe(
      'revision 7 lets alice@example.com of keycloak through to acme narrowed to {team="dev"}\n' +
        '  mapping developers: grants, by group:dev\n' +
        'the request that would be sent:\n  GET http://select/select/1:0/prometheus/api/v1/query?query=up\n'
    );
    expect(asked[0]?.body).toMatchObject({
      subject: {
        id: 'alice@example.com',
        email: 'alice@example.com',
        issuer: 'keycloak',
        groups: ['dev', 'ops'],
        claims: { department: ['a=b'] },
      },
      request: { access: 'read', tenant: 'acme', parameters: { query: 'up' } },
      draft: { mappings: [{ name: 'developers' }] },
    });
    expect(code).toBe(0);
  });

  it('tells why a request was refused', async () => {
    const refusal = {
      at: '2026-01-01T00:00:00.000Z',
      requestId: 'abc',
      method: 'GET',
      endpoint: '/api/v1/query',
      status: 403,
      code: 'no-mapping',
      reason: 'no-mapping',
      detail: 'no mapping grants bob anything',
      mappings: [],
      subject: { issuer: 'keycloak', label: 'bob' },
    };
    const { out } = await online({ 'GET /v1/activity/abc': { body: refusal } }, 'explain', '--refusal', 'abc');
    expect(out).toContain(
      'bob of keycloak asked GET /api/v1/query and was answered 403 (no-mapping): no mapping grants bob anything'
    );
  });

  it('lets nothing of what others wrote steer the terminal', async () => {
    const subject = { ...body.subject, email: 'a\u001b[2Jb\u202e\u0085@example.com' };
    const { out } = await online(
      { 'POST /v1/explain': { body: { ...body, subject } } },
      ...['explain', '--subject', 'a', '--issuer', 'keycloak']
    );
    expect(out).toContain('a\\u001b[2Jb\\u202e\\u0085@example.com');
    await stub?.close();
    const refused = problem(401, 'admin-token-wrong', 'no\u001b[31m');
    expect((await online({ 'POST /v1/explain': refused }, 'explain', '--service', 'a')).error).toBe(
      'no\\u001b[31m (admin-token-wrong)\n'
    );
  });

  it('takes a token from a file, and shows it nowhere', async () => {
    const token = join(folder, 'subject');
    await writeFile(token, 'eyJhbGciOi.J.K\n');
    const { asked, out } = await online({ 'POST /v1/explain': { body } }, 'explain', '--subject-token-file', token);
    expect(asked[0]?.body).toMatchObject({ token: 'eyJhbGciOi.J.K' });
    expect(out).not.toContain('eyJ');
  });

  it.each([
    [['explain']],
    [['explain', '--subject', 'a']],
    [['explain', '--subject', 'a', '--service', 'b']],
    [['explain', '--subject', 'a', '--issuer', 'b', '--claim', 'c']],
  ])('exits with 2 on wrong usage: %j', async (args) => {
    expect(await online({}, ...args)).toMatchObject({ code: 2, asked: [] });
  });
});

describe('gatehouse credential', () => {
  const credential = (id: string, state = 'live') => ({
    id,
    name: 'vmagent',
    state,
    comment: 'rack 7',
    expiresAt: null,
    lastUsedAt: null,
  });
  const created = {
    ...credential('00112233445566aa'),
    secret: 'gate_SECRET',
    warnings: [{ message: 'no mapping names service:vmagent' }],
  };

  it('lists every page', async () => {
    const { out } = await online(
      {
        'GET /v1/credentials': ({ line }) => ({
          body: line.includes('cursor')
            ? { credentials: [credential('b')], next: null }
            : { credentials: [credential('a')], next: 'c' },
        }),
      },
      'credential',
      'list'
    );
    expect(out).toBe(
      'a  vmagent  live  does not end  never used  rack 7\nb  vmagent  live  does not end  never used  rack 7\n'
    );
  });

  it('gives the secret alone to standard output', async () => {
    const { code, out, error, asked } = await online(
      { 'POST /v1/credentials': { status: 201, body: created } },
      'credential',
      'create',
      'vmagent',
      '--comment',
      'x'
    );
    expect({ code, out }).toEqual({ code: 0, out: 'gate_SECRET\n' });
    expect(error).toContain('warning: no mapping names service:vmagent');
    expect(error).not.toContain('gate_SECRET');
    expect(asked[0]?.body).toEqual({ name: 'vmagent', comment: 'x' });
  });

  it('writes the secret to a file for its owner only, and makes none when it cannot be written', async () => {
    const secretFile = join(folder, 'secret');
    const routes = { 'POST /v1/credentials': { status: 201, body: created } };
    const { out, error } = await online(
      routes,
      'credential',
      'create',
      'vmagent',
      '--secret-file',
      secretFile,
      '--json'
    );
    expect(out + error).not.toContain('gate_SECRET');
    expect(await readFile(secretFile, 'utf8')).toBe('gate_SECRET\n');
    expect((await stat(secretFile)).mode & 0o777).toBe(0o600);
    await stub?.close();
    expect(await online(routes, 'credential', 'create', 'vmagent', '--secret-file', secretFile)).toMatchObject({
      code: 2,
      asked: [],
    });
  });

  it('rotates and revokes by id, and by the name of a service that has one only', async () => {
    const routes = {
      'GET /v1/credentials': {
        body: { credentials: [credential('00112233445566aa'), credential('0', 'revoked')], next: null },
      },
      'POST /v1/credentials/00112233445566aa/rotate': { status: 201, body: created },
      'DELETE /v1/credentials/00112233445566aa': { body: credential('00112233445566aa', 'revoked') },
    };
    const rotated = await online(routes, 'credential', 'rotate', 'vmagent', '--overlap', '1h');
    expect(rotated).toMatchObject({ code: 0, out: 'gate_SECRET\n' });
    expect(rotated.asked.at(-1)?.body).toEqual({ overlap: '1h' });
    await stub?.close();
    expect(await online(routes, 'credential', 'revoke', '00112233445566aa')).toMatchObject({
      code: 0,
      out: 'credential 00112233445566aa of service:vmagent was revoked\n',
    });
    await stub?.close();
    const two = { body: { credentials: [credential('a'), credential('b')], next: null } };
    expect(await online({ ...routes, 'GET /v1/credentials': two }, 'credential', 'revoke', 'vmagent')).toMatchObject({
      code: 1,
      error: 'the service vmagent has several: a, b; name one by its id\n',
    });
  });
});

describe('gatehouse audit', () => {
  it('tells a whole record from a broken one', async () => {
    const empty = join(folder, 'empty.jsonl');
    await writeFile(empty, '');
    expect(await runHere(['audit', 'verify', empty, '--json'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('"whole": true'),
    });
    await writeFile(empty, '{"number":1}\n');
    expect(await runHere(['audit', 'verify', empty])).toMatchObject({
      code: 1,
      out: '',
      error: expect.stringContaining('was changed'),
    });
    const head = `3:${'a'.repeat(64)}`;
    await writeFile(empty, '');
    expect(await runHere(['audit', 'verify', empty, '--head', head])).toMatchObject({
      code: 1,
      error: expect.stringContaining('(cut)'),
    });
    expect(await runHere(['audit', 'verify', join(folder, 'none')])).toMatchObject({
      code: 2,
      error: expect.stringContaining('ENOENT'),
    });
    expect(await runHere(['audit', 'verify'])).toMatchObject({ code: 2 });
    expect(await runHere(['audit', 'verify', empty, '--head', '3'])).toMatchObject({ code: 2 });
  });

  it('writes an export as it comes', async () => {
    const output = join(folder, 'audit.jsonl');
    expect(
      await online({ 'GET /v1/audit/export': { raw: '{"a":"ä"}\n{}\n' } }, 'audit', 'export', '--output', output)
    ).toMatchObject({ code: 0 });
    expect(await readFile(output, 'utf8')).toBe('{"a":"ä"}\n{}\n');
  });
});

describe('the help of every command', () => {
  it.each(
    [
      'serve',
      'check',
      'diff',
      'apply',
      'export',
      'explain',
      'import vmauth',
      'import vm-access',
      'credential list',
      'credential create',
      'credential rotate',
      'credential revoke',
      'audit list',
      'audit export',
      'audit verify',
      'backup',
    ].map((name) => [name])
  )('has an example: %s', async (name) => {
    const { code, out } = await runHere([...name.split(' '), '--help']);
    expect(out).toContain(`Example:\n  gatehouse ${name}`);
    expect(code).toBe(0);
  });
});
