import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkPolicy, decide, indexPolicy, policySchema } from '@gatehouse/model';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchema } from '../../proxy/config/schema';
import { previewUpstream } from '../../proxy/gateway/preview';
import { codeBlocks, documented, found, section } from './markdown';
import { readText, ROOT } from './stack';

const codeIn = (text: string, language: string) =>
  codeBlocks(text).flatMap((block) => (block.language === language ? [block.code] : []));

const documents = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

function sources(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readText(join(folder, path)))
    .join('\n');
}

const jsonSchema = z.object({
  get properties() {
    return z.record(z.string(), jsonSchema).optional();
  },
  get items() {
    return jsonSchema.optional();
  },
  get anyOf() {
    return z.array(jsonSchema).optional();
  },
  get oneOf() {
    return z.array(jsonSchema).optional();
  },
});

/** The keys of a configuration, as documents write them: `backends[].read`. */
function keysOf(schema: z.infer<typeof jsonSchema>, path = ''): string[] {
  const { properties, items, anyOf = [], oneOf = [] } = schema;
  const below = [
    ...Object.entries(properties ?? {}).flatMap(([key, value]) => keysOf(value, path === '' ? key : `${path}.${key}`)),
    ...(items === undefined ? [] : keysOf(items, `${path}[]`)),
    ...[...anyOf, ...oneOf].flatMap((one) => keysOf(one, path)),
  ];
  return properties === undefined ? [...new Set([path.replace(/\[\]$/, ''), ...below])] : below;
}

describe('docs/refusals.md', () => {
  const [queries = '', adminApi = ''] = readText('docs/refusals.md').split('\n## The admin API\n');

  it('has every code with which a query can be refused, and no other', () => {
    const steps = sources('proxy/gateway') + sources('proxy/identity');
    const codes = [
      ...found(steps, /new Refusal\(\s*\d{3},\s*'[a-z_]+',\s*'([a-z-]+)'/g),
      ...found(steps, /\bmalformed\(\s*'([a-z-]+)'/g),
      ...found(steps, /\bnotIdentified\(\s*'([a-z-]+)'/g),
      ...found(steps, /\btooMany\(\s*'([a-z-]+)'/g).map((limit) => `limit-${limit}`),
      ...found(readText('model/decision/decision.ts'), /^\s+\| '([a-z-]+)'/gm),
      ...found(readText('proxy/identity/identified.ts'), /^\s+\| '([a-z-]+)'/gm),
    ];
    expect(codes.length).toBeGreaterThan(40);
    expect(documented(queries)).toEqual([...new Set(codes)].sort());
  });

  it('has every code of the admin API, and no other', () => {
    const codes = found(readText('proxy/admin/problem.ts'), /^\s+'?([a-z-]+)'?: \{ status: \d{3}/gm);
    expect(codes).toContain('revision-conflict');
    expect(documented(adminApi)).toEqual(codes);
  });
});

describe('docs/operator.md', () => {
  const operator = readText('docs/operator.md');

  it('has every metric of Gatehouse, and no other', () => {
    const metrics = found(readText('proxy/telemetry/metrics.ts'), /name: '(gatehouse_[a-z_]+)'/g);
    expect(metrics).toContain('gatehouse_requests_total');
    expect(found(operator, /`(gatehouse_[a-z_]+)`/g)).toEqual(metrics);
  });

  it('has every event of the log, and no other', () => {
    const events = found(sources('proxy'), /(?<!\()\bevent: '([a-z-]+)'/g);
    expect(events).toContain('request-refused');
    const [, logs = ''] = operator.split('Logs are JSON lines');
    expect(documented(logs.split('\n## ')[0] ?? '')).toEqual(events);
  });

  it('has every code of /readyz, and no other', () => {
    const [, codes = ''] = /code:[\s|]+('stopping'[^;]+);/.exec(readText('proxy/admin/health.ts')) ?? [];
    const [, health = ''] = operator.split('/readyz` code');
    expect(documented(health.split('\n## ')[0] ?? '')).toEqual(found(codes, /'([a-z-]+)'/g));
  });

  it('has every key of the configuration, and no other', () => {
    const schema = jsonSchema.parse(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }));
    const all = [...new Set(keysOf(schema))];
    const keys = all.filter((key) => key !== '' && !all.some((other) => other.startsWith(`${key}[]`)));
    expect(keys).toEqual(expect.arrayContaining(['backends[].read', 'requests.writeBytes', 'issuers[].claims.id']));
    const table = section(operator, '## gatehouse.yaml');
    const documentedKeys = found(table, /^\| `([A-Za-z[\].<>]+)` +\|/gm);
    expect(documentedKeys).toEqual([...keys, 'issuers[].claims.<key>'].sort());
  });
});

describe('docs/protection.md', () => {
  it('has every finding of the backend check, and no other', () => {
    const codes = found(readText('proxy/backends/finding.ts'), /^ {2}\| '([a-z-]+)'/gm);
    expect(codes).toContain('stamps-evadable');
    expect(documented(section(readText('docs/protection.md'), '## The backend check'))).toEqual(codes);
  });
});

describe('docs/administrator.md', () => {
  it('has every problem and warning of a policy, and no other', () => {
    const codes = found(sources('model/policy'), /\bcode: '(?!custom)([a-z-]+)'/g);
    expect(codes).toContain('stamp-evadable');
    expect(documented(section(readText('docs/administrator.md'), '## Problems and warnings'))).toEqual(codes);
  });
});

describe('docs/moving.md', () => {
  const moving = readText('docs/moving.md');
  const config = configSchema.parse(codeIn(moving, 'yaml').map((code): unknown => parse(code))[0]);

  const [, moved = ''] = codeIn(moving, 'json');
  const { policy } = z.object({ policy: policySchema }).parse(JSON.parse(moved));

  it('has a configuration that is valid, and a policy for it without problems and warnings', () => {
    const surroundings = {
      backends: new Map(config.backends.map(({ name, kind }) => [name, kind])),
      issuers: config.issuers.map(({ name }) => name),
    };
    expect(checkPolicy(policy, surroundings, Date.now())).toMatchObject({ problems: [], warnings: [] });
    expect(config.issuers[0]?.claims).toMatchObject({ client: ['azp'] });
  });

  it.each([
    [
      'read',
      '/api/v1/query',
      { groups: ['dev'] },
      '/select/1:5/prometheus/api/v1/query',
      ['{env=~"aws|gcp",team="dev"}'],
      [],
    ],
    [
      'write',
      '/api/v1/write',
      { claims: { client: ['vmagent'] } },
      '/insert/1:5/prometheus/api/v1/write',
      [],
      ['team=dev'],
    ],
  ] as const)('confines a %s as the claims in its example did', (access, path, who, place, filters, labels) => {
    const subject = {
      issuer: 'keycloak',
      kind: 'user',
      id: '1',
      emailVerified: true,
      groups: [],
      claims: {},
      ...who,
    } as const;
    const decision = decide(indexPolicy(policy), subject, { access }, Date.now());
    const preview = decision.allowed
      ? previewUpstream(config.backends, decision, { method: 'POST', path, parameters: {} })
      : { refused: decision.message };
    const url = new URL('url' in preview ? preview.url : 'refused:');
    expect([url.pathname, url.searchParams.getAll('extra_filters[]'), url.searchParams.getAll('extra_label')]).toEqual([
      place,
      filters,
      labels,
    ]);
  });
});

describe.each(['README.md', 'CHANGELOG.md', 'dev/README.md', ...documents])('%s', (document) => {
  it('names only commands that package.json has', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readText('package.json')));
    const commands = found(readText(document), /\bnpm run ([a-z][a-z0-9:]*)/g);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });
});

describe.each(['README.md', 'CHANGELOG.md'])('%s', (document) => {
  it('links only to files that exist', () => {
    const files = found(readText(document), /\]\(([a-zA-Z][a-zA-Z/.-]*)\)/g);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe.each(documents)('%s', (document) => {
  const text = readText(document);
  const links = [...text.matchAll(/\]\(([A-Za-z0-9./-]+\.md)?(?:#([a-z0-9-]+))?\)/g)].map(([, file, heading]) => ({
    file,
    heading,
  }));

  it('links only to pages and headings that exist', () => {
    for (const { file, heading } of links) {
      const page = file === undefined ? text : readText(join(dirname(document), file));
      const headings = found(page, /^#+ (.+)$/gm).map((title) =>
        title
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-')
      );
      expect(headings).toEqual(expect.arrayContaining(heading === undefined ? [] : [heading]));
    }
  });
});
