import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './configError';
import { loadConfig } from './load';

const TOKEN = 'an-admin-token-of-some-length';

const GOOD = `listen: 127.0.0.1:0
admin: { listen: "127.0.0.1:0", token: ${TOKEN} }
issuers:
  - name: keycloak
    issuer: http://127.0.0.1:9/realms/acme
    audience: [grafana]
backends:
  - { name: single, kind: victoriametrics, url: http://127.0.0.1:9 }
store: sqlite:gatehouse.db
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-config-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function load(text: string, environment: NodeJS.ProcessEnv = {}) {
  const file = join(folder, 'gatehouse.yaml');
  await writeFile(file, text);
  return loadConfig(file, environment);
}

/** The problems as `line:column: message`, without the file's name. */
async function problemsOf(text: string, environment: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const error: unknown = await load(text, environment).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) {
    throw new Error('expected a ConfigError', { cause: error });
  }
  return error.message.split('\n').map((line) => {
    expect(line.startsWith(join(folder, 'gatehouse.yaml:'))).toBe(true);
    return line.slice(join(folder, 'gatehouse.yaml:').length);
  });
}

describe('loading gatehouse.yaml', () => {
  it('gives defaults to what may be left out and resolves the store beside the file', async () => {
    const config = await load(GOOD);
    expect(config).toMatchObject({
      listen: { host: '127.0.0.1', port: 0 },
      admin: { tokens: [{ name: 'default', role: 'admin', token: TOKEN, file: undefined }] },
      workers: 'auto',
      shutdownTimeout: 30_000,
      log: { level: 'info' },
      store: { kind: 'sqlite', file: join(folder, 'gatehouse.db') },
    });
    expect(config.issuers[0]?.tokenHeaders).toEqual(['authorization', 'x-id-token']);
  });

  it('reads the password for the store of limits from its file', async () => {
    await writeFile(join(folder, 'redis-password'), 'se cret\n');
    const limits = 'limits: { store: "redis://gatehouse@redis:6379/2", passwordFile: redis-password }\n';
    expect((await load(GOOD + limits)).limits).toMatchObject({
      store: 'redis://gatehouse@redis:6379/2',
      password: 'se cret',
    });
    expect((await load(GOOD)).limits).toEqual({ store: 'memory', concurrencyPerSubject: 64, password: undefined });
  });

  it.each([
    ['passwordFile: redis-password', /^10:25: limits\.passwordFile: limits\.store names no Redis/],
    [
      'store: "redis://:a@redis", passwordFile: x',
      /^10:52: limits\.passwordFile: limits\.store has a password already/,
    ],
    ['store: "redis://redis", passwordFile: x', /^10:49: limits\.passwordFile: the file .*x cannot be read \(ENOENT\)/],
    ['store: "http://redis"', /^10:18: limits\.store: memory, or redis/],
    ['store: "redis://redis/0?commandTimeout=0"', /^10:18: limits\.store: memory, or redis/],
    ['store: "redis://"', /^10:18: limits\.store: memory, or redis/],
    ['store: "redis://redis:99999"', /^10:18: limits\.store: memory, or redis/],
  ])('refuses limits: { %s }', async (limits, problem) => {
    const problems = await problemsOf(`${GOOD}limits: { ${limits} }\n`);
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it('takes an absolute path for the store after three slashes', async () => {
    expect((await load(GOOD.replace('sqlite:gatehouse.db', 'sqlite:///var/lib/g.db'))).store).toEqual({
      kind: 'sqlite',
      file: '/var/lib/g.db',
    });
  });

  it.each<[string, string | RegExp, string, RegExp]>([
    ['an unknown key, at the key', GOOD, `${GOOD}colour: red\n`, /^10:1: the key colour is not known here/],
    [
      'an unknown key inside, at the key',
      'audience: [grafana]',
      'audience: [grafana]\n    realm: x',
      /^7:5: the key realm .*issuers\.0/,
    ],
    [
      'a missing key, at what lacks it',
      '    audience: [grafana]\n',
      '',
      /^4:5: issuers\.0: name at least one audience/,
    ],
    ['a value of the wrong kind', 'listen: 127.0.0.1:0', 'listen: [1]', /^1:9: listen: expected text/],
    ['an address without a port', 'listen: 127.0.0.1:0', 'listen: localhost', /^1:9: listen: an address and a port/],
    [
      'an unknown kind of backend',
      'kind: victoriametrics,',
      'kind: prometheus,',
      /^8:27: backends\.0\.kind: expected one of: victoriametrics-cluster, victoriametrics, mimir/,
    ],
    ['more workers than there can be', 'store:', 'workers: 4\nstore:', /^9:10: workers: auto or 1/],
    ['an unknown log level', 'store:', 'log: { level: loud }\nstore:', /^9:15: log\.level: expected one of: trace/],
    [
      'a duration that is none',
      'store:',
      'shutdownTimeout: soon\nstore:',
      /^9:18: shutdownTimeout: a duration such as/,
    ],
    ['a short admin token', TOKEN, 'short', /^2:40: admin\.token: at least 16 characters$/],
    ['a repeated key', 'store:', 'listen: 127.0.0.1:1\nstore:', /^9:1: Map keys must be unique/],
    ['an alias', '[grafana]', '&a [grafana]', /^6:18: the anchor &a is not supported/],
    ['a tag that is not known', 'store: ', 'store: !file ', /^9:8: Unresolved tag/],
    ['a second document', GOOD, `${GOOD}---\nlisten: x\n`, /^10:1: a second document/],
    ['text that is no YAML', 'audience: [grafana]', 'audience: [grafana', /^7:1: /],
    ['a store of another kind', 'sqlite:gatehouse.db', 'mysql://x', /^9:8: store: sqlite:\/\/\/absolute/],
    ['a store that names no file', 'sqlite:gatehouse.db', '"sqlite:"', /^9:8: store: name a file after sqlite:/],
    [
      'listeners on one port',
      /127\.0\.0\.1:0/g,
      '127.0.0.1:8431',
      /^2:18: admin\.listen: port 8431 is the data listener's/,
    ],
    ['an empty file', GOOD, '', /^1:1: the file is empty/],
    ['a list instead of a mapping', GOOD, '- 1\n', /^1:1: the file: expected a mapping of keys/],
    [
      'a backend named twice',
      'backends:',
      'backends:\n  - { name: single, kind: mimir, url: http://127.0.0.1:9 }',
      /^8:3: backends: names must be unique/,
    ],
  ])('refuses %s', async (_, from, to, expected) => {
    expect(await problemsOf(GOOD.replace(from, to))).toEqual([expect.stringMatching(expected)]);
  });

  it('reports all problems at once, in the order of the file', async () => {
    const problems = await problemsOf(
      GOOD.replace('127.0.0.1:0', 'x').replace('[grafana]', '[]').replace('sqlite:', 'ftp:')
    );
    expect(problems.map((problem) => problem.slice(0, 4))).toEqual(['1:9:', '6:15', '9:8:']);
  });

  it('says that the file cannot be read', async () => {
    await expect(loadConfig(join(folder, 'absent.yaml'), {})).rejects.toThrow(/absent\.yaml:1:1: .*ENOENT.*--config/);
  });
});

describe('variables of the environment', () => {
  it('stand in string values, once or several times, also in the middle', async () => {
    const config = await load(GOOD.replace('http://127.0.0.1:9/realms/acme', 'http://${HOST}:${PORT}/realms/acme'), {
      HOST: 'keycloak',
      PORT: '8080',
    });
    expect(config.issuers[0]?.issuer).toBe('http://keycloak:8080/realms/acme');
  });

  it('can add no structure', async () => {
    const problems = await problemsOf(GOOD.replace('127.0.0.1:0\n', '${LISTEN}\n'), { LISTEN: 'x\nworkers: 1' });
    expect(problems).toEqual([expect.stringMatching(/^1:9: listen: /)]);
  });

  it('must be set, and are the only problem of their place', async () => {
    expect(await problemsOf(GOOD.replace('127.0.0.1:0\n', '${LISTEN}\n'))).toEqual([
      '1:9: the environment variable LISTEN is not set; set it, or write $${ for the characters',
    ]);
  });

  it.each(['${not-a-name}', '${', '${}'])('need a proper name: %s', async (text) => {
    expect(await problemsOf(GOOD.replace(TOKEN, `'${text}-and-more-of-it'`))).toEqual([
      expect.stringMatching(/^2:40: \$\{ starts a variable such as/),
    ]);
  });

  it('are left alone after a second dollar sign', async () => {
    const config = await load(
      GOOD.replace(TOKEN, () => "'literal-$${NAME}-token'"),
      { NAME: 'x' }
    );
    expect(config.admin.tokens).toMatchObject([{ token: 'literal-${NAME}-token' }]);
  });

  it('never show in messages', async () => {
    const problems = await problemsOf(GOOD.replace(TOKEN, '${SECRET}').replace('[grafana]', '[]'), { SECRET: 'hush' });
    expect(problems.join()).not.toContain('hush');
  });
});

describe('the admin token from a file', () => {
  const withFile = GOOD.replace(`token: ${TOKEN}`, 'tokenFile: secret');

  it('is read beside the configuration, without the white space around it', async () => {
    await writeFile(join(folder, 'secret'), `${TOKEN}\n`);
    expect((await load(withFile)).admin.tokens).toEqual([
      { name: 'default', role: 'admin', token: TOKEN, file: join(folder, 'secret') },
    ]);
  });

  it.each([
    ['is missing', undefined, /^2:44: the file .*secret cannot be read \(ENOENT\)/],
    ['is too short', 'tiny-one\n', /^2:44: the file .*secret holds no usable token: .*at least 16 characters/],
    ['has white space inside', 'two words of a certain length', /^2:44: the file .*white space inside/],
  ])('is refused when it %s', async (_, content, expected) => {
    if (content !== undefined) {
      await writeFile(join(folder, 'secret'), content);
    }
    const problems = await problemsOf(withFile);
    expect(problems).toEqual([expect.stringMatching(expected)]);
    expect(problems.join()).not.toContain(content?.trim() ?? 'nothing');
  });

  it('cannot stand beside a token', async () => {
    expect(await problemsOf(GOOD.replace(`token: ${TOKEN}`, `token: ${TOKEN}, tokenFile: x`))).toEqual([
      expect.stringMatching(/^2:8: admin: set either token or tokenFile/),
    ]);
  });
});

describe('admin tokens with names and roles', () => {
  const OTHER = 'another-token-of-some-length';
  const withTokens = (tokens: string, unnamed = `token: ${TOKEN}, `) =>
    GOOD.replace(`token: ${TOKEN}`, `${unnamed}tokens: [${tokens}]`);

  it('stand beside the one without a name, or alone', async () => {
    await writeFile(join(folder, 'secret'), OTHER);
    const reader = { name: 'reader', role: 'viewer', token: OTHER, file: join(folder, 'secret') };
    const text = '{ name: reader, role: viewer, tokenFile: secret }';
    expect((await load(withTokens(text, ''))).admin.tokens).toEqual([reader]);
    expect((await load(withTokens(text))).admin.tokens).toEqual([expect.objectContaining({ name: 'default' }), reader]);
  });

  it.each([
    ['without any', '', '', /admin: set either token or tokenFile, or name tokens/],
    ['without a token', '{ name: a, role: viewer }', undefined, /admin\.tokens\.0: set either token or tokenFile/],
    ['of an unknown role', `{ name: a, role: owner, token: ${OTHER} }`, undefined, /expected one of: viewer, editor/],
    ['that are short', '{ name: a, role: viewer, token: short }', undefined, /at least 16 characters/],
    ['with white space', '{ name: a, role: viewer, token: two words of a length }', undefined, /no white space/],
    ['called default', `{ name: default, role: viewer, token: ${OTHER} }`, undefined, /is called default/],
    ['that are the same', `{ name: a, role: viewer, token: ${TOKEN} }`, undefined, /the token default already/],
    ['in a missing file', '{ name: a, role: viewer, tokenFile: gone }', undefined, /gone cannot be read \(ENOENT\)/],
    [
      'of one name',
      `{ name: a, role: viewer, token: ${OTHER} }, { name: a, role: viewer, token: ${OTHER}2 }`,
      undefined,
      /names must be unique/,
    ],
  ])('are refused %s', async (_name, tokens, unnamed, expected) => {
    const problems = await problemsOf(withTokens(tokens, unnamed));
    expect(problems).toEqual([expect.stringMatching(expected)]);
    expect(problems.join()).not.toContain(TOKEN);
  });
});

describe("an issuer's configuration", () => {
  /** The good configuration with more keys in its issuer, and perhaps more issuers. */
  const withKeys = (keys: string, more = '') =>
    GOOD.replace('    audience: [grafana]\n', `    audience: [grafana]\n${keys.replace(/^(?=.)/gm, '    ')}\n${more}`);
  const issuerOf = async (text: string) => (await load(text)).issuers.at(-1);

  it('of Grafana needs no more than its URL', async () => {
    const grafana = GOOD.replace('audience: [grafana]', 'kind: grafana');
    expect(await issuerOf(grafana)).toMatchObject({
      kind: 'grafana',
      audience: ['org:1'],
      tokenHeaders: ['x-grafana-id'],
      jwksUrl: 'http://127.0.0.1:9/realms/acme/api/signing-keys/keys',
      fallback: true,
      assumeEmailVerified: false,
    });
  });

  it('of Grafana can say everything itself', async () => {
    const grafana = GOOD.replace('    audience: [grafana]', '    audience: [org:2]').replace(
      '    issuer:',
      '    kind: grafana\n    jwksFile: keys.json\n    fallback: false\n    tokenHeaders: [X-Id]\n    issuer:'
    );
    await writeFile(join(folder, 'keys.json'), '{"keys":[]}');
    expect(await issuerOf(grafana)).toMatchObject({
      audience: ['org:2'],
      tokenHeaders: ['x-id'],
      jwksFile: join(folder, 'keys.json'),
      jwksUrl: undefined,
      fallback: false,
    });
  });

  it('may be any text whose keys are named', async () => {
    const pomerium = withKeys('jwksUrl: https://sso/jwks.json').replace(
      'http://127.0.0.1:9/realms/acme',
      'grafana.example.com'
    );
    expect(await issuerOf(pomerium)).toMatchObject({ issuer: 'grafana.example.com', jwksUrl: 'https://sso/jwks.json' });
  });

  it('takes one path or several for each list of claims', async () => {
    const config = withKeys('claims: { groups: [groups, realm_access.roles], department: org.department }');
    expect((await issuerOf(config))?.claims).toEqual({
      id: 'sub',
      email: 'email',
      emailVerified: 'email_verified',
      name: 'name',
      groups: ['groups', 'realm_access.roles'],
      department: ['org.department'],
    });
  });

  it('reads the secret for introspection from its file, which is not told in a mistake', async () => {
    await writeFile(join(folder, 'secret'), 's3cret\n');
    const opaque = (path: string) =>
      withKeys(`opaque: { by: introspection, clientId: gatehouse, clientSecretFile: ${path} }`);
    expect((await issuerOf(opaque('secret')))?.opaque).toMatchObject({ clientSecret: 's3cret', cache: 60_000 });
    expect(await problemsOf(opaque('none'))).toEqual([
      expect.stringMatching(/^7:73: issuers\.0\.opaque\.clientSecretFile: the file .*none cannot be read \(ENOENT\)$/),
    ]);
  });

  const SECOND = '  - { name: okta, issuer: http://127.0.0.1:9/realms/acme/, audience: [grafana] }\n';
  const opaque = 'opaque: { by: userinfo }';

  it.each<[string, string, RegExp]>([
    ['two places of keys', withKeys('jwksUrl: http://a/k\njwksFile: k'), /^4:5: .*name one place of keys/],
    [
      'a file of keys that is not there',
      withKeys('jwksFile: k.json'),
      /^7:15: .*jwksFile: the file .*k\.json cannot be read/,
    ],
    [
      'an issuer that is no URL and names no keys',
      GOOD.replace('http://127.0.0.1:9/realms/acme', 'grafana.example.com'),
      /^5:13: .*an http.* needs jwksUrl/,
    ],
    [
      'an issuer that is no URL and whose introspection is nowhere',
      withKeys('jwksUrl: http://a/k\nopaque: { by: introspection, clientId: a, clientSecret: b }').replace(
        'http://127.0.0.1:9/realms/acme',
        'sso'
      ),
      /^5:13: .*an http/,
    ],
    ['an issuer with a space', GOOD.replace('http://127.0.0.1:9/realms/acme', '"a b"'), /^5:13: .*without spaces/],
    [
      'a PEM file that is not there',
      withKeys('publicKeyFiles: [k.pem]'),
      /^7:22: .*publicKeyFiles\.0: the file .*k\.pem/,
    ],
    ['keys at no URL', withKeys('jwksUrl: file:///etc/keys'), /^7:14: .*an http:\/\/ or https:\/\/ URL/],
    ['neither an audience nor a party', GOOD.replace('[grafana]', '[]'), /^6:15: .*name at least one audience/],
    [
      'the name of its own',
      GOOD.replace('name: keycloak', 'name: gatehouse'),
      /^4:11: .*the issuer of its own credentials/,
    ],
    [
      'the header of credentials',
      withKeys('tokenHeaders: [X-Gatehouse-Credential]'),
      /^7:20: .*never looked at for tokens/,
    ],
    ['cookies', withKeys('tokenHeaders: [cookie]'), /^7:20: .*never looked at for tokens/],
    ['the same issuer twice', withKeys('', SECOND), /keycloak has this issuer already/],
    [
      'introspection without a client',
      withKeys('opaque: { by: introspection }'),
      /^7:13: .*introspection needs clientId/,
    ],
    [
      'introspection with two secrets',
      withKeys('opaque: { by: introspection, clientId: a, clientSecret: b, clientSecretFile: c }'),
      /introspection needs clientId and either/,
    ],
    ['userinfo with a client', withKeys('opaque: { by: userinfo, clientId: a }'), /userinfo takes none of them/],
    ['answers kept for hours', withKeys('opaque: { by: userinfo, cache: 2h }'), /^7:36: .*at most 1h/],
    [
      'two issuers of opaque tokens in one header',
      withKeys(opaque, `  - { name: okta, issuer: http://b, audience: [grafana], ${opaque} }\n`),
      /keycloak takes opaque tokens from the same header/,
    ],
    ['opaque tokens of Grafana', withKeys(`kind: grafana\n${opaque}`), /^8:13: .*always a JSON Web Token/],
    ['an unknown key', withKeys('opaque: { by: userinfo, ttl: 1s }'), /^7:29: the key ttl is not known/],
    [
      'vm_access claims for a backend that is not there',
      withKeys('trustVmAccess: [single, sngle]'),
      /trustVmAccess\.1: there is no backend sngle; .*single/,
    ],
    ['vm_access claims for no backend', withKeys('trustVmAccess: []'), /trustVmAccess/],
    ['a claim whose name has a "="', withKeys('claims: { "a=b": c }'), /claims\.a=b: a name for claim:/],
    ['a claim without a path', withKeys('claims: { groups: [] }'), /claims\.groups: /],
  ])('refuses %s', async (_, text, expected) => {
    expect(await problemsOf(text)).toEqual([expect.stringMatching(expected)]);
  });
});
