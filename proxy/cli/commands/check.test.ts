import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from '../testing/runHere';

const GOOD = `tenants:
  - { name: acme, backend: cluster, account: 1 } # everything of Acme
mappings:
  - name: developers
    principals: ["group:acme-dev"]
    grants:
      - { tenant: acme, access: read, filters: ['{team="dev"}'] }
`;

// The secrets that it names are not there: they do not matter to a policy.
const CONFIG = `listen: 0.0.0.0:8431
admin: { listen: 0.0.0.0:8432, tokenFile: /nowhere/admin-token }
issuers:
  - { name: keycloak, issuer: "https://\${HOST}/realms/acme", audience: [grafana] }
backends:
  - { name: cluster, kind: victoriametrics-cluster, read: ["http://\${VMSELECT}:8481"] }
store: sqlite:gatehouse.db
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-check-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function save(name: string, text: string | Buffer): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe('gatehouse check', () => {
  it('says that a policy is well', async () => {
    const file = await save('policy.yaml', GOOD);
    expect(await runHere(['check', file])).toEqual({
      code: 0,
      out: `${file}: 1 tenant, 1 mapping, no problems\n`,
      error: '',
    });
  });

  it('tells every problem with its line and column, and exits with 3', async () => {
    const text = GOOD.replace('{team="dev"}', '{team~"dev"}').replace(
      'name: developers',
      'name: developers\n    colour: red'
    );
    const file = await save('policy.yaml', text);
    const { code, out, error } = await runHere(['check', file]);
    expect(error).toContain(`${file}:5:5: mappings.0: `);
    expect(error).toContain(`${file}:8:49: mappings.0.grants.0.filters.0: expected =, !=, =~ or !~ after team`);
    expect(out).toBe('');
    expect(code).toBe(3);
  });

  it('looks up backends and issuers in a configuration whose secrets and variables are elsewhere', async () => {
    const file = await save('policy.yaml', GOOD.replace('backend: cluster', 'backend: other'));
    const config = await save('gatehouse.yaml', CONFIG);
    const { code, error } = await runHere(['check', file, '--config', config]);
    expect(error).toContain(`${file}:2:28: tenants.0.backend: tenant acme names the backend other`);
    expect(code).toBe(3);
    expect(await runHere(['check', await save('policy.yaml', GOOD), '--config', config])).toMatchObject({ code: 0 });
  });

  it('warns, and lets warnings count as problems', async () => {
    const file = await save('policy.yaml', GOOD.replace('team="dev"', 'team!="dev"'));
    const warned = await runHere(['check', file]);
    expect(warned.error).toContain(`${file}:7:49: warning: mappings.0.grants.0.filters.0: team!="dev" also matches`);
    expect(warned).toMatchObject({ code: 0, out: `${file}: 1 tenant, 1 mapping, 1 warning\n` });
    expect(await runHere(['check', file, '--warnings-as-errors'])).toMatchObject({ code: 3 });
  });

  it('prints one JSON document for pipelines', async () => {
    const { code, out, error } = await runHere(['check', '-', '--json'], { input: 'mappings: [{ name: x }]' });
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      mappings: null,
      problems: [{ code: 'invalid', line: 1, column: 12, path: ['mappings', 0, 'principals'] }, {}],
    });
    expect({ code, error }).toEqual({ code: 3, error: '' });
  });

  it('exits with 2 when a file cannot be read, and says which', async () => {
    expect(await runHere(['check', join(folder, 'none.yaml')])).toEqual({
      code: 2,
      out: '',
      error: `the file ${join(folder, 'none.yaml')} cannot be read (ENOENT)\n`,
    });
    const latin = await save('latin.yaml', Buffer.from([0x61, 0xe9]));
    expect(await runHere(['check', latin])).toMatchObject({ code: 2, error: expect.stringContaining('is not UTF-8') });
    const config = await save('gatehouse.yaml', 'backends: 7\nissuers: []\n');
    expect(await runHere(['check', await save('p.yaml', GOOD), '--config', config])).toMatchObject({
      code: 2,
      error: `${config}:1:11: backends: expected a list\n`,
    });
  });

  it.each([[['check']], [['check', 'a', '--colour']], [['chekc', 'a']], [[]]])(
    'exits with 2 on wrong usage: %j',
    async (args) => {
      const { code, error } = await runHere(args);
      expect(code).toBe(2);
      expect(error).not.toBe('');
    }
  );

  it('explains itself with an example', async () => {
    const { code, out } = await runHere(['check', '--help']);
    expect(out).toContain('Example:\n  gatehouse check policy.yaml');
    expect(code).toBe(0);
  });
});
