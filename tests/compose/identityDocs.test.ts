import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPolicy, decide, indexPolicy, type Policy, policySchema, SERVICE_ISSUER } from '@gatehouse/model';
import { exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchema, type IssuerConfig } from '../../proxy/config/schema';
import type { Identified } from '../../proxy/identity/identified';
import { createIdentity } from '../../proxy/identity/identity';
import { NO_MACHINES } from '../../proxy/identity/testing/noMachines';
import { createLogger } from '../../proxy/telemetry/logger';
import { createMetrics } from '../../proxy/telemetry/metrics';
import { codeBlocks, documented, section } from './markdown';
import { readText, ROOT } from './stack';

const FOLDER = 'docs/identity';
const pages = readdirSync(join(ROOT, FOLDER)).filter((name) => name !== 'README.md');
const notProviders = ['grafana.md', 'machines.md'];

/** What every example leaves out: where Gatehouse listens and what it stands in front of. */
const SURROUNDINGS = {
  listen: '127.0.0.1:8431',
  admin: { listen: '127.0.0.1:8432', token: 'a-token-that-is-long-enough' },
  backends: [{ name: 'cluster', kind: 'victoriametrics-cluster', read: ['http://vmselect:8481'] }],
  store: 'sqlite:gatehouse.db',
};
const TENANTS = [{ name: 'acme', backend: 'cluster', account: 1 }];

const sampleSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
});

/** A token that a page shows, and the mappings before it, which it gets. */
interface Sample {
  claims: JWTPayload;
  policy: Policy;
}

/** Each configuration that a page shows, as `gatehouse serve` reads it. */
function issuersOf(text: string): IssuerConfig[][] {
  return yamlIn(text, 'issuers').map(({ issuers }) => configSchema.parse({ ...SURROUNDINGS, issuers }).issuers);
}

function policiesOf(text: string): Policy[] {
  return yamlIn(text, 'mappings').map(({ mappings }) => policySchema.parse({ tenants: TENANTS, mappings }));
}

function samplesOf(text: string): Sample[] {
  const before = (place: number) =>
    codeBlocks(text)
      .slice(0, place)
      .map(({ language, code }) => fence(language, code));
  return codeBlocks(text).flatMap(({ language, code }, place) => {
    const policy = policiesOf(before(place).join('\n')).at(-1);
    return language === 'json' && policy !== undefined
      ? [{ claims: sampleSchema.parse(JSON.parse(code)), policy }]
      : [];
  });
}

function yamlIn(text: string, key: string): Array<Record<string, unknown>> {
  const schema = z.record(z.string(), z.unknown());
  return codeBlocks(text)
    .filter(({ language }) => language === 'yaml')
    .map(({ code }) => schema.parse(parse(code)))
    .filter((data) => Object.hasOwn(data, key));
}

const fence = (language: string, code: string) => `\`\`\`${language}\n${code}\`\`\``;

let folder: string;
let privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  ({ privateKey } = pair);
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-docs-'));
  writeFileSync(join(folder, 'key.pem'), await exportSPKI(pair.publicKey));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Whom Gatehouse takes a sample for, signed by a key that stands in for the issuer's. */
async function identify(issuers: readonly IssuerConfig[], claims: JWTPayload): Promise<Identified> {
  const keys = { jwksUrl: undefined, jwksFile: undefined, publicKeyFiles: [join(folder, 'key.pem')] };
  const identity = createIdentity({
    issuers: issuers.map((issuer) => ({ ...issuer, ...keys, opaque: undefined })),
    ...NO_MACHINES,
    metrics: createMetrics('test'),
    logger: createLogger('error', { write: () => undefined }),
  });
  await identity.warmUp();
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
  const [header = ''] = issuers.find(({ issuer }) => issuer === claims.iss)?.tokenHeaders ?? ['authorization'];
  const identified = await identity.identify([header, token], { [header]: token });
  identity.close();
  return identified;
}

/** What an example grants: to read or to write. */
function accessOf({ grants = [] }: Policy['mappings'][number]): 'read' | 'write' {
  return grants.some((grant) => 'access' in grant && grant.access === 'write') ? 'write' : 'read';
}

/** The mappings of a policy that a subject gets, each looked at by itself. */
function mappingsFor(policy: Policy, identified: Identified): string[] {
  return policy.mappings.flatMap((mapping) => {
    const access = accessOf(mapping);
    const index = indexPolicy({ ...policy, mappings: [mapping] });
    return identified.ok && decide(index, identified.subject, { access }, Date.now()).allowed ? [mapping.name] : [];
  });
}

it('finds the pages', () => {
  expect(pages).toEqual(expect.arrayContaining(['keycloak.md', ...notProviders]));
  expect(pages.length).toBeGreaterThanOrEqual(10);
});

describe('docs/identity/README.md', () => {
  const text = readText(`${FOLDER}/README.md`);

  it.each(pages)('lists %s', (page) => expect(text).toContain(`](${page})`));

  it('has a configuration that is valid', () => {
    expect(issuersOf(text)).toHaveLength(1);
  });
});

describe.each(pages)('docs/identity/%s', (page) => {
  const text = readText(`${FOLDER}/${page}`);
  const configurations = issuersOf(text);
  const policies = policiesOf(text);
  const samples = samplesOf(text);

  it('has configurations that are valid', () => {
    expect(configurations.length).toBeGreaterThan(0);
  });

  it('has mappings without problems and warnings', () => {
    expect(policies.length).toBeGreaterThan(0);
    const surroundings = {
      backends: new Map([['cluster', 'victoriametrics-cluster']] as const),
      issuers: [...new Set(configurations.flat().map(({ name }) => name)), SERVICE_ISSUER],
    };
    for (const policy of policies) {
      expect(checkPolicy(policy, surroundings, Date.now())).toMatchObject({ problems: [], warnings: [] });
    }
  });

  it('shows tokens that one of its configurations takes and that get its mappings', async () => {
    expect(samples.length).toBeGreaterThan(0);
    for (const { claims, policy } of samples) {
      const all = await Promise.all(configurations.map((issuers) => identify(issuers, claims)));
      const names = policy.mappings.map(({ name }) => name);
      expect(all.map((identified) => mappingsFor(policy, identified))).toContainEqual(names);
    }
  });

  it('takes none of these tokens when they are meant for another application', async () => {
    for (const { claims } of samples) {
      for (const issuers of configurations) {
        const identified = await identify(issuers, { ...claims, aud: 'another', azp: 'another' });
        expect(identified).toMatchObject({
          ok: false,
          reason: expect.stringMatching(/^token-(audience|issuer-unknown|missing)$/),
        });
      }
    }
  });

  it('gives its mappings to nobody who has only the issuer in common with these tokens', async () => {
    for (const { claims, policy } of samples) {
      for (const issuers of configurations) {
        const { iss, aud } = claims;
        const stranger = { iss, aud, sub: 'user:4242', uid: '4242', oid: '4242', azp: 'grafana' };
        const identified = await identify(issuers, stranger);
        expect(mappingsFor(policy, identified)).toEqual([]);
      }
    }
  });

  it('explains only codes that docs/refusals.md has', () => {
    const codes = documented(section(text, '## What can go wrong'));
    expect(codes.length).toBeGreaterThan(3);
    expect(documented(readText('docs/refusals.md'))).toEqual(expect.arrayContaining(codes));
  });

  it('says against what it was checked, and what was not', () => {
    expect(section(text, '## Checked against')).toMatch(/\]\(https:\/\/[^]*Not checked:/);
  });
});

describe.each(pages.filter((page) => !notProviders.includes(page)))('docs/identity/%s', (page) => {
  const text = readText(`${FOLDER}/${page}`);

  it('says what the tokens hold and what to set at the provider, in Grafana and in Gatehouse', () => {
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
    expect(headings).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^What the tokens? holds?$/),
        expect.stringMatching(/^At /),
        expect.stringMatching(/^(?:Through )?Grafana$/),
        'Gatehouse',
        'A mapping',
      ])
    );
  });

  it('lets Grafana log people in as a client whose tokens Gatehouse takes', () => {
    const [settings = ''] = codeBlocks(text).flatMap(({ language, code }) => (language === 'ini' ? [code] : []));
    const setting = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(settings)?.[1];
    const audiences = issuersOf(text).flatMap((issuers) => issuers.flatMap(({ audience }) => audience));
    expect(settings).toMatch(/^\[auth\.[a-z_]+\]\nenabled = true$/m);
    if (settings.includes('[auth.jwt]')) {
      expect(setting('header_name')).toBe('X-Pomerium-Jwt-Assertion');
    } else {
      expect(audiences).toContain(setting('client_id'));
      expect(setting('scopes')).toMatch(/\bopenid\b/);
      expect([setting('use_pkce'), setting('use_refresh_token')]).toEqual(['true', 'true']);
    }
  });
});
