import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { pino } from 'pino';
import { configSchema, type IssuerConfig } from '../config/schema';
import { createMetrics } from '../telemetry/metrics';
import { NO_MACHINES } from './testing/noMachines';
import { createIdentity, type Identity } from './identity';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;

/** An issuer under the test's control: real HTTP, real keys, a clock that stands still. */
class Issuer {
  keys: JWK[] = [];
  fetches = 0;
  failing = false;
  url = '';
  #server: Server | undefined;
  #private = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>['privateKey']>();

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.fetches += request.url === '/jwks' || this.failing ? 1 : 0;
      response.statusCode = this.failing ? 500 : 200;
      response.end(
        JSON.stringify(
          request.url === '/jwks' ? { keys: this.keys } : { issuer: this.url, jwks_uri: `${this.url}/jwks` }
        )
      );
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async addKey(kid: string, alg = 'ES256'): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    this.keys.push({ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' });
    this.#private.set(kid, privateKey);
  }

  async sign(claims: JWTPayload = {}, header: object = {}, kid = 'k1', alg = 'ES256'): Promise<string> {
    const { privateKey } = { privateKey: this.#private.get(kid) ?? (await generateKeyPair(alg)).privateKey };
    const payload = {
      iss: this.url,
      aud: 'grafana',
      sub: 'u-alice',
      iat: NOW / 1000,
      exp: NOW / 1000 + 600,
      ...claims,
    };
    return new SignJWT(payload).setProtectedHeader({ alg, kid, ...header }).sign(privateKey);
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}

let issuer: Issuer;
let other: Issuer;
let clock: number;
let identity: Identity;

function configOf(name: string, url: string): IssuerConfig {
  const { issuers } = configSchema.shape;
  const [config] = issuers.parse([
    { name, issuer: url, audience: ['grafana'], claims: { groups: 'groups', department: 'org.department' } },
  ]);
  if (config === undefined) {
    throw new Error('no configuration');
  }
  return config;
}

async function start(...issuers: Array<[string, Issuer]>): Promise<void> {
  identity = createIdentity({
    issuers: issuers.map(([name, one]) => configOf(name, one.url)),
    ...NO_MACHINES,
    metrics: createMetrics('test'),
    logger: pino({ level: 'silent' }),
    now: () => clock,
  });
  await identity.warmUp();
}

beforeEach(async () => {
  clock = NOW;
  issuer = new Issuer();
  other = new Issuer();
  await Promise.all([issuer.start(), other.start()]);
  await Promise.all([issuer.addKey('k1'), other.addKey('k1')]);
  await start(['keycloak', issuer], ['okta', other]);
});

afterEach(() => {
  identity.close();
  issuer.stop();
  other.stop();
});

function ask(headers: IncomingHttpHeaders) {
  const raw = Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one ?? '']));
  return identity.identify(raw, headers);
}

async function outcome(headers: IncomingHttpHeaders): Promise<string> {
  const identified = await ask(headers);
  return identified.ok
    ? `${identified.subject.issuer} ${identified.subject.id}`
    : `${identified.status} ${identified.reason}`;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a token', () => {
  test('names a subject with what the configured claims say', async () => {
    const token = await issuer.sign({
      email: 'alice@acme.example',
      email_verified: true,
      name: 'Alice',
      groups: ['dev', 7, '', 'ops'],
      org: { department: 'it' },
    });
    expect(await ask(bearer(token))).toEqual({
      ok: true,
      subject: {
        issuer: 'keycloak',
        kind: 'user',
        id: 'u-alice',
        email: 'alice@acme.example',
        emailVerified: true,
        name: 'Alice',
        groups: ['dev', 'ops'],
        claims: { department: ['it'] },
      },
    });
  });

  test.each([
    [undefined, false],
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
    [0, false],
    [null, false],
    ['', false],
  ])('whose email_verified is %j has a verified address: %s', async (verified, expected) => {
    const identified = await ask(bearer(await issuer.sign({ email: 'a@b.c', email_verified: verified })));
    expect(identified).toMatchObject({ ok: true, subject: { emailVerified: expected } });
  });

  test.each<[string, JWTPayload, string]>([
    ['that expires now is taken, within the leeway', { exp: NOW / 1000 - 59 }, 'keycloak u-alice'],
    ['that has expired', { exp: NOW / 1000 - 60 }, '401 token-expired'],
    ['without exp', { exp: undefined }, '401 token-claim'],
    ['with a text as exp', { exp: '9999999999' as never }, '401 token-claim'],
    ['with a fraction in exp is taken', { exp: NOW / 1000 + 0.5 }, 'keycloak u-alice'],
    ['that is valid soon is taken, within the leeway', { nbf: NOW / 1000 + 60 }, 'keycloak u-alice'],
    ['that is not valid yet', { nbf: NOW / 1000 + 61 }, '401 token-not-yet-valid'],
    ['that was issued in the future', { iat: NOW / 1000 + 61 }, '401 token-not-yet-valid'],
    ['for another audience', { aud: 'other' }, '401 token-audience'],
    ['for nobody', { aud: undefined }, '401 token-audience'],
    ['for an audience that only resembles', { aud: 'grafana ' }, '401 token-audience'],
    ['for several audiences is taken', { aud: ['other', 'grafana'] }, 'keycloak u-alice'],
    ['of an issuer that is not configured', { iss: 'https://evil.example' }, '401 token-issuer-unknown'],
    ['of an issuer with another slash', { iss: 'http://127.0.0.1/' }, '401 token-issuer-unknown'],
    ['without sub', { sub: undefined }, '401 token-claim'],
    ['with an empty sub', { sub: '' }, '401 token-claim'],
    ['with a number as sub', { sub: 7 as never }, '401 token-claim'],
  ])('%s', async (_name, claims, expected) => {
    expect(await outcome(bearer(await issuer.sign(claims)))).toBe(expected);
  });

  test('signed by a stranger under a known key id', async () => {
    const stranger = new Issuer();
    await stranger.addKey('k1');
    stranger.url = issuer.url;
    expect(await outcome(bearer(await stranger.sign()))).toBe('401 token-signature');
  });

  test('of one issuer signed by the key of another', async () => {
    expect(await outcome(bearer(await other.sign({ iss: issuer.url })))).toBe('401 token-signature');
  });

  test.each([
    ['for logging out', { typ: 'logout+jwt' }, '401 token-type'],
    ['for access (RFC 9068) is taken', { typ: 'at+jwt' }, 'keycloak u-alice'],
    ['with a JWT typ is taken', { typ: 'JWT' }, 'keycloak u-alice'],
  ])('%s', async (_name, header, expected) => {
    expect(await outcome(bearer(await issuer.sign({}, header)))).toBe(expected);
  });

  test('with an unknown critical header', async () => {
    const [, payload, signature] = (await issuer.sign()).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'k1', crit: ['x'], x: 1 })).toString('base64url');
    expect(await outcome(bearer(`${header}.${payload}.${signature}`))).toBe('401 token-algorithm');
  });

  test('without a signature, or with the public key as a shared secret', async () => {
    const claims = { iss: issuer.url, aud: 'grafana', sub: 'u-alice', exp: NOW / 1000 + 600 };
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await outcome(bearer(`${encode({ alg: 'none' })}.${encode(claims)}.`))).toBe('401 token-algorithm');
    expect(await outcome(bearer(`${encode({ alg: 'none' })}.${encode(claims)}.AA`))).toBe('401 token-algorithm');
    const secret = new TextEncoder().encode(JSON.stringify(issuer.keys[0]));
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret);
    expect(await outcome(bearer(forged))).toBe('401 token-algorithm');
  });
});

test.each(['RS256', 'PS384', 'ES512', 'EdDSA'])('a token signed by %s is taken', async (alg) => {
  await issuer.addKey('k2', alg);
  clock += 31_000;
  expect(await outcome(bearer(await issuer.sign({}, {}, 'k2', alg)))).toBe('keycloak u-alice');
});

describe('headers', () => {
  test.each([
    ['no header', {}, '401 token-missing'],
    ['basic auth', { authorization: 'Basic YTpi' }, '401 token-malformed'],
    ['an opaque token', { authorization: 'Bearer ya29.abc' }, '401 token-malformed'],
    ['a JWT in a header that no issuer names', { 'x-grafana-id': 'a.b.c' }, '401 token-missing'],
  ])('%s', async (_name, headers, expected) => {
    expect(await outcome(headers)).toBe(expected);
  });

  test('the ID token counts when the access token is opaque, expired or for somebody else', async () => {
    const idToken = await issuer.sign();
    for (const access of ['opaque', await issuer.sign({ exp: 1 }), await issuer.sign({ aud: 'graph' })]) {
      expect(await outcome({ ...bearer(access), 'x-id-token': idToken })).toBe('keycloak u-alice');
    }
  });

  test('what the access token lacks is taken from the ID token', async () => {
    const access = await issuer.sign({ name: 'From access' });
    const idToken = await issuer.sign({ name: 'From ID', groups: ['dev'], email: 'a@b.c', email_verified: false });
    expect(await ask({ ...bearer(access), 'x-id-token': idToken })).toMatchObject({
      subject: { name: 'From access', groups: ['dev'], email: 'a@b.c', emailVerified: false },
    });
  });

  test('two tokens that name different subjects prove nobody', async () => {
    const [alice, bob, foreign] = [await issuer.sign(), await issuer.sign({ sub: 'u-bob' }), await other.sign()];
    expect(await outcome({ ...bearer(alice), 'x-id-token': bob })).toBe('401 token-subjects-differ');
    expect(await outcome({ ...bearer(alice), 'x-id-token': foreign })).toBe('401 token-subjects-differ');
  });

  test('a header that stands twice proves nobody', async () => {
    const token = await issuer.sign();
    const raw = ['Authorization', `Bearer ${token}`, 'authorization', `Bearer ${token}`];
    expect(await identity.identify(raw, bearer(token))).toMatchObject({
      ok: false,
      reason: 'token-repeated',
    });
  });

  test('the same sub of another issuer is another subject', async () => {
    expect(await outcome(bearer(await other.sign()))).toBe('okta u-alice');
  });
});

describe('a kept token', () => {
  test('is the same subject again, until it expires', async () => {
    const token = await issuer.sign();
    const first = await ask(bearer(token));
    const again = await ask(bearer(token));
    expect(first.ok && again.ok && first.subject === again.subject).toBe(true);
    clock += 10 * MINUTE + 59_000;
    expect(await outcome(bearer(token))).toBe('keycloak u-alice');
    clock += 1_000;
    expect(await outcome(bearer(token))).toBe('401 token-expired');
  });
});

test('what is kept of tokens is bounded, also when somebody sends ever new ones', async () => {
  identity.close();
  identity = createIdentity({
    issuers: [configOf('keycloak', issuer.url)],
    ...NO_MACHINES,
    metrics: createMetrics('test'),
    logger: pino({ level: 'silent' }),
    now: () => clock,
    keptCharacters: 20_000,
  });
  await identity.warmUp();
  const token = await issuer.sign();
  const subjectWith = async (junk: string) => {
    const identified = await ask({ ...bearer(token), 'x-id-token': `${junk}.a.b` });
    return identified.ok ? identified.subject : undefined;
  };
  const first = await subjectWith('first');
  expect(await subjectWith('first')).toBe(first);
  for (let round = 0; round < 10; round++) {
    await subjectWith('A'.repeat(5_000) + round);
  }
  expect(await subjectWith('first')).not.toBe(first);
});

describe('keys', () => {
  test('one that cannot be understood does not spoil the others', async () => {
    issuer.keys.unshift(
      { kty: 'OKP', crv: 'X448', x: 'AA', kid: 'odd' },
      { kty: 'RSA', kid: 'enc', use: 'enc', n: 'AQ', e: 'AQAB' },
      {} as JWK,
      { kty: 'oct', k: 'AA', kid: 'k1' }
    );
    identity.close();
    await start(['keycloak', issuer]);
    expect(await outcome(bearer(await issuer.sign()))).toBe('keycloak u-alice');
  });

  test('a new one is fetched when a token names it, and a withdrawn one stops with it', async () => {
    const old = await issuer.sign();
    expect(await outcome(bearer(old))).toBe('keycloak u-alice');
    issuer.keys = [];
    await issuer.addKey('k2');
    clock += 31_000;
    expect(await outcome(bearer(await issuer.sign({}, {}, 'k2')))).toBe('keycloak u-alice');
    expect(await outcome(bearer(old))).toBe('401 token-key-unknown');
  });

  test.each([false, true])(
    'a thousand unknown key ids cause one fetch in a cooldown (issuer failing: %s)',
    async (failing) => {
      issuer.failing = failing;
      clock += 31_000;
      const before = issuer.fetches;
      const token = await issuer.sign();
      const [, payload, signature] = token.split('.');
      for (let round = 0; round < 1000; round++) {
        const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: `random-${round}` })).toString('base64url');
        expect(await outcome(bearer(`${header}.${payload}.${signature}`))).toBe(
          failing ? '503 keys-outdated' : '401 token-key-unknown'
        );
      }
      expect(issuer.fetches - before).toBe(1);
    }
  );

  test('that are withdrawn without a successor let nobody in any more', async () => {
    const token = await issuer.sign();
    expect(await outcome(bearer(token))).toBe('keycloak u-alice');
    issuer.keys = [];
    // An unknown key makes the proxy ask, and it learns that there is none.
    await outcome(bearer(await issuer.sign({}, { kid: 'unknown' })));
    expect(await outcome(bearer(token))).toBe('401 token-key-unknown');
    expect(identity.states()[0]).toMatchObject({ state: 'ready', keys: 0 });
  });

  test('hold while the issuer is away for an hour, and let nobody new in', async () => {
    const known = await issuer.sign({ exp: NOW / 1000 + 7200 });
    issuer.failing = true;
    clock += 60 * MINUTE;
    expect(await outcome(bearer(known))).toBe('keycloak u-alice');
    await issuer.addKey('k2');
    expect(await outcome(bearer(await issuer.sign({ exp: NOW / 1000 + 7200 }, {}, 'k2')))).toBe('503 keys-outdated');
    expect(identity.states()[0]).toMatchObject({
      state: 'failing',
      keys: 1,
      error: expect.stringContaining('status 500'),
    });
  });

  test('are not believed for more than a day without the issuer', async () => {
    issuer.failing = true;
    clock += 24 * 60 * MINUTE;
    const token = await issuer.sign({ iat: undefined, exp: clock / 1000 + 60 });
    expect(await outcome(bearer(token))).toBe('503 keys-unavailable');
  });

  test('of an issuer that never answered let nobody in, and 503 says that it may pass', async () => {
    identity.close();
    issuer.failing = true;
    await start(['keycloak', issuer], ['okta', other]);
    expect(await outcome(bearer(await issuer.sign()))).toBe('503 keys-unavailable');
    expect(await outcome(bearer(await other.sign()))).toBe('okta u-alice');
    expect(identity.states().map(({ state }) => state)).toEqual(['cold', 'ready']);
  });

  test('of a discovery document that names another issuer are not taken', async () => {
    identity.close();
    const real = issuer.url;
    issuer.url = `${real}/other`;
    identity = createIdentity({
      issuers: [configOf('keycloak', real)],
      ...NO_MACHINES,
      metrics: createMetrics('test'),
      logger: pino({ level: 'silent' }),
      now: () => clock,
    });
    await identity.warmUp();
    expect(identity.states()[0]).toMatchObject({ state: 'cold', error: expect.stringContaining('names the issuer') });
  });
});
