import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPolicyFile } from '../../policyFile/readPolicyFile';
import { runHere } from '../testing/runHere';

const CONFIG = `issuers: [{ name: keycloak }]
backends:
  - { name: cluster, kind: victoriametrics-cluster, read: [http://select-a:8481, http://select-b:8481], write: [http://insert:8480] }
  - { name: single, kind: victoriametrics, url: http://node:8428 }
  - { name: mimir, kind: mimir, url: http://mimir:8080 }
`;

let folder: string;
let config: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-import-'));
  config = join(folder, 'gatehouse.yaml');
  await writeFile(config, CONFIG);
});

afterAll(() => rm(folder, { recursive: true }));

const SECRET = 'a-secret-of-somebody';

/** Imports an auth.config with these users; tells the grants of each mapping, and the codes of what was left out. */
async function importUsers(users: string, ...args: string[]) {
  const ran = await runHere(['import', 'vmauth', '-', '--config', config, '--json', ...args], {
    input: `users:\n${users}`,
  });
  expect(ran.out + ran.error).not.toContain(SECRET);
  const { policy, remarks } = JSON.parse(ran.out || '{}');
  return {
    ...ran,
    policy,
    remarks: remarks?.map(
      ({ kind, code, line, column }: Record<string, unknown>) => `${line}:${column} ${kind} ${code}`
    ),
    grants: policy?.mappings.map((mapping: { grants: Array<Record<string, unknown>> }) =>
      mapping.grants.map(({ tenant, access, filters }) =>
        [tenant, access, ...(Array.isArray(filters) ? filters : [])].join(' ')
      )
    ),
  };
}

const user = (rest: string) => `- { username: u, password: ${SECRET}, ${rest} }\n`;
const map = (...rules: string[]) => user(`url_map: [${rules.map((rule) => `{ ${rule} }`).join(', ')}]`);

describe('gatehouse import vmauth', () => {
  it.each([
    ['a node', user('url_prefix: "http://node:8428"'), ['single read-write']],
    [
      'a node with labels',
      user('url_prefix: "http://node:8428/?extra_label=team=dev"'),
      ['single read-write {team="dev"}'],
    ],
    [
      'a node with filters, which hold for reading only',
      user(
        'url_prefix: "http://node:8428/?extra_filters[]={a=%22b%22}&extra_filters={c=%22d%22}&extra_label=e=f"'.replaceAll(
          '%',
          '%'
        )
      ),
      ['single read {a="b",e="f"} {c="d",e="f"}', 'single write {e="f"}'],
    ],
    ['a tenant to read', user('url_prefix: http://select-a:8481/select/42/prometheus/'), ['cluster-42 read']],
    ['a tenant whatever the API', user('url_prefix: http://select-a:8481/select/42:7'), ['cluster-42-7 read']],
    [
      'several nodes of one backend',
      user('url_prefix: [http://select-a:8481/select/42/prometheus, http://select-b:8481/select/42/prometheus]'),
      ['cluster-42 read'],
    ],
    ['a tenant to write', user('url_prefix: http://insert:8480/insert/42/prometheus'), ['cluster-42 write']],
    [
      'rules by paths',
      map(
        'src_paths: [/api/v1/write, "/api/v1/import.*"], url_prefix: http://insert:8480/insert/1/prometheus',
        'src_paths: ["/.*"], url_prefix: http://select-a:8481/select/1/prometheus'
      ),
      ['cluster-1 read-write'],
    ],
    [
      'tenants in paths',
      map(
        'src_paths: ["/select/3/.*"], url_prefix: http://select-a:8481',
        'src_paths: ["/insert/4:5/.+"], url_prefix: http://insert:8480'
      ),
      ['cluster-3 read', 'cluster-4-5 write'],
    ],
    [
      'what is left behind an earlier rule',
      map(
        'src_paths: [/api/v1/write, "/api/v1/import.*", "/opentelemetry/.*"], url_prefix: http://insert:8480/insert/1/prometheus'
      ).replace('] }', '], url_prefix: http://select-a:8481/select/2/prometheus }'),
      ['cluster-2 read', 'cluster-1 write'],
    ],
    [
      'a dropped prefix',
      map('src_paths: ["/vm/.*"], drop_src_path_prefix_parts: 1, url_prefix: http://select-a:8481/select/9/prometheus'),
      undefined,
    ],
    [
      'a tenant of Mimir',
      user('headers: ["X-Scope-OrgID: team-a"], url_prefix: http://mimir:8080'),
      ['team-a read-write'],
    ],
  ])('carries over %s', async (_, users, grants) => {
    const imported = await importUsers(users);
    expect(imported.grants[0]?.toSorted()).toEqual(grants?.toSorted());
  });

  it.each([
    ['a cluster as a whole', user('url_prefix: http://select-a:8481/'), 'tenant-open'],
    ['any tenant', user('url_prefix: http://select-a:8481/select'), 'tenant-open'],
    ['several tenants at once', user('url_prefix: http://select-a:8481/select/multitenant/prometheus'), 'tenant-open'],
    ['any tenant by its path', map('src_paths: ["/select/.*"], url_prefix: http://select-a:8481'), 'tenant-open'],
    ['a tenant that is none', user('url_prefix: http://select-a:8481/select/4294967296/prometheus'), 'nothing'],
    ['reading where writes go', user('url_prefix: http://insert:8480/select/1/prometheus'), 'nothing'],
    ['other programs', user('url_prefix: http://grafana:3000'), 'backend-unknown'],
    ['a path below a backend', user('url_prefix: http://node:8428/api/v1'), 'nothing'],
    [
      'several tenants by turns',
      user('url_prefix: [http://select-a:8481/select/1/prometheus, http://select-a:8481/select/2/prometheus]'),
      'nothing',
    ],
    [
      'the same tenant with other labels by turns',
      user('url_prefix: ["http://node:8428?extra_label=a=b", "http://node:8428"]'),
      'nothing',
    ],
    [
      'a few paths',
      map('src_paths: [/api/v1/query, /api/v1/query_range], url_prefix: http://select-a:8481/select/1/prometheus'),
      'endpoints',
    ],
    [
      'paths that only begin like those of a rule',
      map('src_paths: ["/api/v1/"], url_prefix: http://select-a:8481/select/1/prometheus'),
      'nothing',
    ],
    [
      'one label only',
      map(
        'src_paths: ["/api/v1/(query|query_range|series|labels|export.*)", "/federate", "/api/v1/label/job/values"], url_prefix: http://select-a:8481/select/1/prometheus'
      ),
      'endpoints',
    ],
    [
      'headers that choose a tenant',
      user('headers: ["AccountID: 5"], url_prefix: http://select-a:8481/select/1/prometheus'),
      'tenant-header',
    ],
    [
      'several tenants of Mimir',
      user('headers: ["X-Scope-OrgID: a|b"], url_prefix: http://mimir:8080'),
      'tenant-header',
    ],
    ['any tenant of Mimir', user('url_prefix: http://mimir:8080'), 'tenant-open'],
    [
      'filters that Mimir ignores',
      user('headers: ["X-Scope-OrgID: a"], url_prefix: "http://mimir:8080?extra_label=a=b"'),
      'parameters',
    ],
    ['parameters that narrow', user('url_prefix: "http://node:8428?start=5"'), 'parameters'],
    ['an empty filter', user('url_prefix: "http://node:8428?extra_filters="'), 'parameters'],
    [
      'filters that are not understood',
      user("url_prefix: \"http://select-a:8481/select/1/prometheus?extra_filters={a='b' or c='d'}\""),
      'not-understood',
    ],
    ['two values of a label', user('url_prefix: "http://node:8428?extra_label=a=b&extra_label=a=c"'), 'not-understood'],
    ['variables', user('url_prefix: "http://%{HOST}:8428"'), 'variable'],
    ['encoded paths', user('url_prefix: "http://node:8428/%2e%2e/"'), 'not-understood'],
    ['dots', user('url_prefix: "http://select-a:8481/select/1/../2/prometheus"'), 'not-understood'],
    ['keys that nobody knows', user('url_prefix: http://node:8428, only_on: [monday]'), 'not-understood'],
    ['rules that look at hosts', map('src_hosts: [a], url_prefix: http://node:8428'), 'conditions'],
    [
      'regular expressions of RE2 alone',
      map('src_paths: ["(?i)/API/.*"], url_prefix: http://node:8428'),
      'not-understood',
    ],
    [
      'who comes from certain addresses',
      user('ip_filters: { allow_list: [10.0.0.0/8] }, url_prefix: http://node:8428'),
      'ip-filters',
    ],
    ['tokens of an identity provider', '- { jwt: { skip_verify: true }, url_prefix: "http://node:8428" }\n', 'jwt'],
  ])('leaves out %s, and says why', async (_, users, code) => {
    const imported = await importUsers(users, '--exit-code');
    expect(imported.policy).toMatchObject({ tenants: [], mappings: [] });
    expect(imported.remarks).toContainEqual(expect.stringMatching(new RegExp(`^\\d+:\\d+ left-out ${code}$`)));
    expect(imported.code).toBe(4);
  });

  it('lets a rule that it does not understand keep its paths from the rules behind it', async () => {
    const hidden = map(
      'src_headers: ["A: b"], url_prefix: http://grafana:3000',
      'src_paths: ["/.*"], url_prefix: http://node:8428'
    );
    expect((await importUsers(hidden)).policy.mappings).toEqual([]);
    const odd = map(
      'src_paths: ["[[:alpha:]]"], url_prefix: http://grafana:3000',
      'src_paths: ["/.*"], url_prefix: http://node:8428'
    );
    expect((await importUsers(odd)).policy.mappings).toEqual([]);
  });

  it('grants more paths and more addresses only to who accepts that', async () => {
    const few = map(
      'src_paths: [/api/v1/query, /api/v1/query_range], url_prefix: http://select-a:8481/select/1/prometheus'
    );
    expect(await importUsers(few, '--accept', 'endpoints')).toMatchObject({
      grants: [['cluster-1 read']],
      remarks: [expect.stringMatching(/ note endpoints$/)],
      code: 0,
    });
    const labels = map('src_paths: ["/api/v1/labels"], url_prefix: http://select-a:8481/select/1/prometheus');
    expect((await importUsers(labels, '--accept', 'endpoints')).grants).toEqual([]);
    const near = user('ip_filters: { allow_list: [10.0.0.0/8] }, url_prefix: http://node:8428');
    expect((await importUsers(near, '--accept', 'ip-filters')).grants).toEqual([['single read-write']]);
  });

  it('makes services of users, each with a name of its own, or whom it is told to', async () => {
    const users = ['name: a b', 'name: a/b', 'bearer_token: x', 'username: alice', 'username: "%{NAME}"']
      .map((one) => `- { ${one}, url_prefix: "http://node:8428", max_concurrent_requests: 8 }\n`)
      .join('');
    const { policy } = await importUsers(users, '--principal', 'alice=user:Alice@Example.com');
    expect(policy.mappings.map(({ principals }: { principals: string[] }) => principals[0])).toEqual([
      'service:a-b',
      'service:a-b-2',
      'service:user-3',
      'user:alice@example.com',
      'service:user-5',
    ]);
    expect(policy.mappings[0].limits).toEqual({ concurrency: 8 });
  });

  it('gives nobody what a namesake may: vmauth tells users of one name apart by their secrets', async () => {
    const tenant = (number: number) => `url_prefix: "http://select-a:8481/select/${number}/prometheus"`;
    const users = [`username: alice, password: a`, `username: alice, password: b`, 'name: alice', 'name: bob']
      .map((one, index) => `- { ${one}, ${tenant(index + 1)} }\n`)
      .join('');
    const told = await importUsers(users, '--principal', 'alice=user:alice@example.com');
    expect(told.grants).toEqual([['cluster-4 read']]);
    expect(told.remarks.filter((remark: string) => remark.endsWith('left-out name-repeated'))).toHaveLength(3);
    const { policy } = await importUsers(users, '--principal', 'bob=service:alice');
    const principals = policy.mappings.flatMap((mapping: { principals: string[] }) => mapping.principals);
    expect(new Set(principals).size).toBe(4);
  });

  it('follows requests through rules as vmauth does: with what the user says where a rule is silent', async () => {
    const rule = 'src_paths: ["/api/v1/.*"], url_prefix: "http://select-a:8481/select/1/prometheus"';
    const dropped = user(`drop_src_path_prefix_parts: 1, url_map: [{ ${rule} }]`);
    expect((await importUsers(dropped, '--accept', 'endpoints')).grants).toEqual([]);
    const kept = user(`drop_src_path_prefix_parts: 1, url_map: [{ ${rule}, drop_src_path_prefix_parts: 0 }]`);
    expect((await importUsers(kept, '--accept', 'endpoints')).grants).toEqual([['cluster-1 read']]);
    const everywhere = map(
      'src_paths: [], src_hosts: [".*"], url_prefix: http://grafana:3000',
      'src_paths: ["/.*"], url_prefix: http://node:8428'
    );
    expect((await importUsers(everywhere)).grants).toEqual([]);
  });

  it('reports requests without credentials and the default, and takes nothing from a file that it does not know', async () => {
    const { remarks } = await importUsers(
      `${user('url_prefix: http://node:8428, default_url: http://other')}unauthorized_user: { url_prefix: http://node:8428 }\n`
    );
    expect(remarks).toEqual(['3:20 left-out anonymous', expect.stringContaining(' left-out default-url')]);
    const limited = await importUsers(`${user('url_prefix: http://node:8428')}ip_filters: {}\n`);
    expect(limited).toMatchObject({
      code: 2,
      out: '',
      error: expect.stringMatching(/^-:3:1: the key ip_filters is not known/),
    });
  });

  it('never repeats what it cannot read', async () => {
    const broken = await runHere(['import', 'vmauth', '-', '--config', config], {
      input: `users:\n- password: "${SECRET}" ${SECRET}\n  bearer_token: ${SECRET}: x\n`,
    });
    expect(broken.code).toBe(2);
    expect(broken.error).toMatch(/^-:\d+:\d+: \w+/);
    expect(broken.error + broken.out).not.toContain(SECRET);
  });

  it('writes a policy with comments that say where each thing came from', async () => {
    const file = join(folder, 'auth.yml');
    const output = join(folder, 'policy.yaml');
    await writeFile(file, `users:\n${user('url_prefix: "http://node:8428?extra_label=team=dev"')}`);
    const ran = await runHere(['import', 'vmauth', file, '--config', config, '--output', output]);
    expect(ran).toEqual({
      code: 0,
      out: '',
      error: `secrets are not taken over; make a new one: gatehouse credential create u\n1 tenants, 1 mappings; nothing left out\n`,
    });
    const text = await readFile(output, 'utf8');
    expect(text).toContain(`  # ${file}:2: user u\n  - name: u\n    principals: ["service:u"]\n`);
    expect(readPolicyFile(text, undefined, 0)).toMatchObject({
      problems: [],
      policy: { mappings: [{ grants: [{ filters: ['{team="dev"}'] }] }] },
    });
    expect(await runHere(['import', 'vmauth', file, '--config', config, '--output', output])).toMatchObject({
      code: 2,
      error: `the file ${output} is there already; name another one\n`,
    });
  });

  it('needs the configuration, to know what stands behind an address', async () => {
    expect(await runHere(['import', 'vmauth', '-'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('--config'),
    });
  });
});

describe('gatehouse import vm-access', () => {
  async function importClaims(claims: Record<string, unknown>, ...args: string[]) {
    const claimFolder = await mkdtemp(join(folder, 'claims-'));
    await mkdir(join(claimFolder, 'sub'));
    await Promise.all(
      Object.entries(claims).map(([name, claim]) =>
        writeFile(join(claimFolder, name), typeof claim === 'string' ? claim : JSON.stringify(claim))
      )
    );
    const ran = await runHere(['import', 'vm-access', claimFolder, '--config', config, '--json', ...args]);
    const document = JSON.parse(ran.out || '{}');
    return {
      ...ran,
      mappings: document.policy?.mappings,
      remarks: document.remarks?.map(({ kind, code }: Record<string, unknown>) => `${kind} ${code}`),
    };
  }

  it('makes a mapping of each claim, for the subject that the token or the file names', async () => {
    const { mappings, remarks, code } = await importClaims(
      {
        'a.json': { email: 'Alice@Example.com', vm_access: { tenant_id: { account_id: 1 }, mode: 1 } },
        'b.json': { sub: 'bob', vm_access: '{"metrics_account_id":2,"metrics_extra_labels":["team=dev"]}' },
        'carol@example.com.json': {
          tenant_id: { account_id: 1, project_id: 5 },
          extra_filters: ['{a="b"}', '{c="d"}'],
        },
        'readme.txt': 'x',
      },
      '--backend',
      'cluster'
    );
    expect(mappings).toMatchObject([
      {
        principals: ['user:alice@example.com'],
        issuers: ['keycloak'],
        grants: [{ tenant: 'cluster-1', access: 'read' }],
      },
      { principals: ['user:bob'], grants: [{ tenant: 'cluster-2', access: 'read-write', filters: ['{team="dev"}'] }] },
      { principals: ['user:carol@example.com'], grants: [{ tenant: 'cluster-1-5', access: 'read' }] },
    ]);
    expect(remarks).toEqual(['left-out write-filter', 'note file-ignored', 'note file-ignored']);
    expect(code).toBe(0);
  });

  it.each([
    [
      'what no reader of claims understands',
      { vm_access: { tenant_id: { account_id: 1 }, only: 1 } },
      'claim-unreadable',
    ],
    ['a claim without a tenant where there are many', { vm_access: { extra_labels: { a: 'b' } } }, 'tenant-missing'],
    ['a key that stands twice', '{"vm_access":{},"vm_access":{"mode":1}}', 'file-unreadable'],
    ['what is no JSON', 'nothing', 'file-unreadable'],
    ['a subject that is none', { sub: '\u0000', vm_access: { tenant_id: { account_id: 1 } } }, 'subject-missing'],
    [
      'writing alone that cannot be stamped',
      { vm_access: { tenant_id: { account_id: 1 }, mode: 2, extra_filters: ['{a=~"b"}'] } },
      'write-filter',
    ],
  ])('leaves out %s', async (_, claim, code) => {
    const { mappings, remarks, ...ran } = await importClaims(
      { 'x.json': claim },
      '--backend',
      'cluster',
      '--exit-code'
    );
    expect(mappings).toEqual([]);
    expect(remarks[0]).toBe(`left-out ${code}`);
    expect(ran.code).toBe(4);
  });

  it('needs to be told the backend where there are several', async () => {
    expect(await importClaims({})).toMatchObject({
      code: 2,
      error: '--backend must name the backend that is meant; the configuration has: cluster, single\n',
    });
  });

  it('takes claims without a tenant for a single node', async () => {
    const { mappings } = await importClaims(
      { 'x.json': { extra_labels: { team: 'dev' }, mode: 1 } },
      '--backend',
      'single'
    );
    expect(mappings).toMatchObject([{ grants: [{ tenant: 'single', filters: ['{team="dev"}'] }] }]);
  });
});
