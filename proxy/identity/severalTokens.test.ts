import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { pino } from 'pino';
import { configSchema } from '../config/schema';
import { createMetrics } from '../telemetry/metrics';
import { createIdentity, type Identity } from './identity';
import { NO_MACHINES } from './testing/noMachines';

const NOW = Date.parse('2026-11-22T12:00:00Z');

type Sign = (claims: JWTPayload) => Promise<string>;

let folder: string;
let keycloak: Sign;
let okta: Sign;
let grafana: Sign;
let identities: Identity[];

/** An issuer whose keys lie in a file. */
async function issuer(name: string, iss: string, common: JWTPayload): Promise<Sign> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  await writeFile(
    join(folder, `${name}.json`),
    JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: name }] })
  );
  return (claims) =>
    new SignJWT({ iss, iat: NOW / 1000, exp: NOW / 1000 + 600, ...common, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: name })
      .sign(privateKey);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-several-'));
  [keycloak, okta, grafana] = await Promise.all([
    issuer('keycloak', 'https://sso', { aud: 'grafana', sub: 'u-alice' }),
    issuer('okta', 'https://okta', { aud: 'grafana', sub: 'u-alice' }),
    issuer('grafana', 'https://grafana/', { aud: ['org:1'], sub: 'user:1', authenticatedBy: 'password' }),
  ]);
});

afterAll(() => rm(folder, { recursive: true }));

beforeEach(() => {
  identities = [];
});

afterEach(() => identities.forEach((identity) => identity.close()));

const KEYCLOAK = { name: 'keycloak', issuer: 'https://sso', audience: ['grafana'] };
const OKTA = { name: 'okta', issuer: 'https://okta', audience: ['grafana'] };
const GRAFANA = { name: 'grafana', kind: 'grafana', issuer: 'https://grafana' };

function identityOf(issuers: ReadonlyArray<Record<string, unknown> & { name: string }>): Identity {
  const identity = createIdentity({
    issuers: configSchema.shape.issuers.parse(
      issuers.map((one) => ({ ...one, jwksFile: join(folder, `${one.name}.json`) }))
    ),
    ...NO_MACHINES,
    metrics: createMetrics('test'),
    logger: pino({ level: 'silent' }),
    now: () => NOW,
  });
  identities.push(identity);
  return identity;
}

/** Who asks with these headers, for a proxy with these issuers. */
async function who(issuers: ReadonlyArray<Record<string, unknown> & { name: string }>, headers: IncomingHttpHeaders) {
  const identity = identityOf(issuers);
  await identity.warmUp();
  const raw = Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
  const identified = await identity.identify(raw, headers);
  return identified.ok
    ? `${identified.subject.issuer} ${identified.subject.id}`
    : `${identified.status} ${identified.reason}`;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const expired = { exp: NOW / 1000 - 3600 };

describe('Grafana’s own token', () => {
  test.each<[string, JWTPayload, string]>([
    ['of a user', {}, 'grafana user:1'],
    ['of a user with another kind of id', { sub: 'user:fe8xq-1' }, 'grafana user:fe8xq-1'],
    ['of a service account', { sub: 'service-account:7' }, 'grafana service-account:7'],
    ['without the slash at the end of its issuer', { iss: 'https://grafana' }, 'grafana user:1'],
    ['of an anonymous visitor', { sub: 'anonymous:0' }, '401 token-subject'],
    ['of a renderer', { sub: 'render:0' }, '401 token-subject'],
    ['of nothing', { sub: 'user:' }, '401 token-subject'],
    ['of two', { sub: 'user:1 user:2' }, '401 token-subject'],
    ['of another organisation', { aud: ['org:2'] }, '401 token-audience'],
    ['of another Grafana', { iss: 'https://grafana//' }, '401 token-issuer-unknown'],
  ])('%s', async (_name, claims, expected) => {
    expect(await who([KEYCLOAK, GRAFANA], { 'x-grafana-id': await grafana(claims) })).toBe(expected);
  });

  test('names nobody by an address that Grafana has not checked', async () => {
    const identity = identityOf([GRAFANA]);
    await identity.warmUp();
    const token = await grafana({ email: 'bob@globex.example' });
    expect(await identity.identify([], { 'x-grafana-id': token })).toMatchObject({
      subject: { email: 'bob@globex.example', emailVerified: false },
    });
  });

  test.each<[string, () => Promise<IncomingHttpHeaders>, string]>([
    ['a good one', async () => bearer(await keycloak({})), 'keycloak u-alice'],
    ['an expired one', async () => bearer(await keycloak(expired)), '401 token-expired'],
    ['one for another audience', async () => bearer(await keycloak({ aud: 'x' })), '401 token-audience'],
    [
      'one that its issuer did not sign',
      async () => bearer(await okta({ iss: 'https://sso' })),
      '401 token-key-unknown',
    ],
    ['one in a header where it is not read', async () => ({ 'x-other': await keycloak({}) }), '401 token-header'],
    ['one of an issuer that nobody configured', async () => bearer(await okta({})), 'grafana user:1'],
    ['an opaque one', async () => bearer('gho_16C7e42F292c6912E7710c838347Ae178B4a'), 'grafana user:1'],
    ['basic auth', async () => ({ authorization: 'Basic YTpi' }), 'grafana user:1'],
  ])('beside %s of an identity provider', async (_name, headers, expected) => {
    const issuers = [KEYCLOAK, { ...GRAFANA, tokenHeaders: ['x-grafana-id', 'x-other'] }];
    expect(await who(issuers, { ...(await headers()), 'x-grafana-id': await grafana({}) })).toBe(expected);
  });

  // Whoever asks through Grafana's data source proxy can have Authorization taken away, by naming it in Connection.
  test('of somebody who logged in by OAuth needs the token that Grafana forwards then', async () => {
    const token = await grafana({ authenticatedBy: 'oauth_generic_oauth' });
    const headers = { 'x-grafana-id': token };
    expect(await who([KEYCLOAK, GRAFANA], headers)).toBe('401 token-withheld');
    expect(await who([KEYCLOAK, GRAFANA], { ...headers, 'x-id-token': 'junk' })).toBe('401 token-withheld');
    expect(await who([KEYCLOAK, GRAFANA], { ...headers, authorization: 'Basic YTpi' })).toBe('401 token-withheld');
    const elsewhere = { ...headers, ...bearer('gho_of-another-provider') };
    expect(await who([KEYCLOAK, GRAFANA], elsewhere)).toBe('grafana user:1');
    // Its data source proxy lets people put anything there.
    const passedOn = { ...elsewhere, 'x-forwarded-for': '::1' };
    expect(await who([KEYCLOAK, GRAFANA], passedOn)).toBe('401 token-withheld');
    for (const authenticatedBy of [7, ['password']]) {
      const untold = { 'x-grafana-id': await grafana({ authenticatedBy }) };
      expect(await who([KEYCLOAK, GRAFANA], untold)).toBe('401 token-withheld');
    }
    // Nobody else's tokens are known, so none can be withheld.
    expect(await who([GRAFANA], headers)).toBe('grafana user:1');
  });

  // Grafana looks up how a session's user logged in, and knows it of nobody with a password: the claim is left out then.
  test.each([undefined, '', 'password', 'ldap', 'auth.saml'])(
    'of a user whose login was %j counts',
    async (authenticatedBy) => {
      const headers = { 'x-grafana-id': await grafana({ authenticatedBy }) };
      expect(await who([KEYCLOAK, GRAFANA], headers)).toBe('grafana user:1');
      expect(await who([KEYCLOAK, GRAFANA], { ...headers, 'x-forwarded-for': '::1' })).toBe('grafana user:1');
    }
  );
});

// Grafana forwards no token when it renders a picture for somebody, and does not say how they logged in.
test('Grafana’s word for whom it renders a picture is not all that there is to know', async () => {
  const headers = { 'x-grafana-id': await grafana({ authenticatedBy: 'render' }) };
  expect(await who([KEYCLOAK, GRAFANA], { ...headers, 'x-forwarded-for': '::1' })).toBe('401 token-withheld');
  const incomplete = await Promise.all(
    [[KEYCLOAK, GRAFANA], [GRAFANA]].map(async (issuers) => {
      const identity = identityOf(issuers);
      await identity.warmUp();
      const identified = await identity.identify([], headers);
      return identified.ok && identified.subject.claimsIncomplete === true;
    })
  );
  expect(incomplete).toEqual([true, false]);
});

describe('claims are incomplete', () => {
  const incomplete = async (headers: IncomingHttpHeaders) => {
    const identity = identityOf([KEYCLOAK]);
    await identity.warmUp();
    const identified = await identity.identify([], headers);
    return identified.ok && identified.subject.claimsIncomplete === true;
  };
  const both = async (access: JWTPayload, id: JWTPayload) => ({
    ...bearer(await keycloak(access)),
    'x-id-token': await keycloak(id),
  });

  test('when the token that would have told them is not good', async () => {
    const address = { email: 'a@b.c', email_verified: true };
    expect(await incomplete(await both(address, { ...expired, groups: ['interns'] }))).toBe(true);
    expect(await incomplete(await both({ groups: [] }, { ...expired, ...address }))).toBe(true);
    expect(await incomplete(await both({ ...address, groups: ['dev'] }, expired))).toBe(false);
    expect(await incomplete(await both({ ...address, groups: [] }, expired))).toBe(false);
    expect(await incomplete(await both({}, { groups: ['interns'] }))).toBe(false);
    expect(await incomplete(await both({}, {}))).toBe(false);
  });

  // Whoever asks through Grafana's data source proxy can have X-Id-Token taken away, by naming it in Connection.
  test.each<[string, IncomingHttpHeaders, boolean]>([
    ['through Grafana’s data source proxy', { 'x-forwarded-for': '::1', 'user-agent': 'Grafana/13.2.2' }, true],
    ['which took its own name away, too', { 'x-forwarded-for': '::1' }, true],
    ['from a machine behind a load balancer', { 'x-forwarded-for': '::1', 'user-agent': 'vmagent' }, false],
    ['from Grafana itself', { 'user-agent': 'Grafana/13.2.2' }, false],
  ])('when it could have been taken away: %s', async (_name, way, expected) => {
    const { authorization, ...id } = await both({}, { groups: ['interns'] });
    expect(await incomplete({ ...way, authorization })).toBe(expected);
    expect(await incomplete({ ...way, authorization, ...id })).toBe(false);
    expect(await incomplete({ ...way, ...id })).toBe(expected);
    // The other token could have told more.
    expect(await incomplete({ ...way, ...bearer(await keycloak({ groups: ['dev'] })) })).toBe(expected);
  });
});

describe('tokens of two identity providers', () => {
  test('name different people, even by the same id', async () => {
    const issuers = [KEYCLOAK, OKTA];
    const headers = { ...bearer(await keycloak({})), 'x-id-token': await okta({}) };
    expect(await who(issuers, headers)).toBe('401 token-subjects-differ');
    expect(await who(issuers, { ...headers, 'x-id-token': await okta(expired) })).toBe('keycloak u-alice');
  });

  test('count by their issuer’s order of headers', async () => {
    const issuers = [{ ...KEYCLOAK, tokenHeaders: ['x-id-token', 'authorization'], claims: { name: 'name' } }];
    expect(await who(issuers, bearer(await keycloak({})))).toBe('keycloak u-alice');
    expect(await who([{ ...KEYCLOAK, tokenHeaders: ['x-id-token'] }], bearer(await keycloak({})))).toBe(
      '401 token-missing'
    );
  });

  test('of which one is a fallback: the other one counts', async () => {
    const issuers = [KEYCLOAK, { ...OKTA, fallback: true }];
    const headers = { ...bearer(await keycloak({})), 'x-id-token': await okta({ sub: 'u-other' }) };
    expect(await who(issuers, headers)).toBe('keycloak u-alice');
    expect(await who(issuers, { 'x-id-token': await okta({ sub: 'u-other' }) })).toBe('okta u-other');
    expect(await who(issuers, { ...headers, ...bearer(await keycloak(expired)) })).toBe('401 token-expired');
  });

  test('of two fallbacks name different people, too', async () => {
    const issuers = [
      { ...KEYCLOAK, fallback: true },
      { ...OKTA, fallback: true },
    ];
    const headers = { ...bearer(await keycloak({})), 'x-id-token': await okta({}) };
    expect(await who(issuers, headers)).toBe('401 token-subjects-differ');
  });
});
