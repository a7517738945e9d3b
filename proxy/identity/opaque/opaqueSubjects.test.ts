import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { pino } from 'pino';
import { configSchema } from '../../config/schema';
import { createMetrics } from '../../telemetry/metrics';
import { notIdentified } from '../identified';
import { createIdentity, type Identity } from '../identity';
import { type Asked, AskedIssuer, sendJson } from './testing/askedIssuer';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const SECONDS = NOW / 1000;
const GRAFANA = 'https://grafana.example.com';
const ALICE = { active: true, sub: 'u-alice', aud: 'grafana', token_type: 'Bearer', exp: SECONDS + 3_600 };

let issuer: AskedIssuer;
let identity: Identity;
let clock: number;
let answers: Map<string, object>;
/** While true, questions about tokens are answered with 500. */
let failing: boolean;
let key: { jwk: JWK; sign: (claims: JWTPayload) => Promise<string> };

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  key = {
    jwk: { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' },
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privateKey),
  };
});

beforeEach(async () => {
  clock = NOW;
  failing = false;
  answers = new Map();
  issuer = new AskedIssuer();
  await issuer.start();
  const { url } = issuer;
  issuer.discovery = () => ({
    issuer: url,
    jwks_uri: `${url}/jwks`,
    introspection_endpoint: `${url}/introspect`,
    userinfo_endpoint: `${url}/me`,
  });
  issuer.answer = (asked, response) =>
    asked.target === '/jwks' ? sendJson(response, { keys: [key.jwk] }) : answerQuestion(asked, response);
  await start();
});

afterEach(() => {
  identity.close();
  issuer.stop();
});

const unknown = () => notIdentified('credential-unknown', 'unknown', 'credential-invalid');

function answerQuestion({ body }: Asked, response: ServerResponse): void {
  const token = new URLSearchParams(body).get('token') ?? '';
  sendJson(response, answers.get(token) ?? { active: false }, failing ? 500 : 200);
}

async function start(
  opaque: object = { by: 'introspection', clientId: 'gatehouse', clientSecret: 'secret' },
  more: readonly object[] = []
) {
  identity = createIdentity({
    issuers: configSchema.shape.issuers.parse([
      { name: 'idp', issuer: issuer.url, audience: ['grafana'], opaque },
      { name: 'grafana', kind: 'grafana', issuer: GRAFANA, jwksUrl: `${issuer.url}/jwks` },
      ...more,
    ]),
    credentials: { identify: unknown, recognise: unknown },
    attempts: { failed: (_client, refused) => Promise.resolve(refused), close: () => undefined },
    metrics: createMetrics('test'),
    logger: pino({ level: 'silent' }),
    now: () => clock,
  });
  await identity.warmUp();
}

const idToken = (claims: JWTPayload = {}) =>
  key.sign({ iss: issuer.url, aud: 'grafana', sub: 'u-alice', iat: SECONDS, exp: SECONDS + 3_600, ...claims });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function ask(headers: IncomingHttpHeaders) {
  const raw = Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
  return identity.identify(raw, headers);
}

async function outcome(headers: IncomingHttpHeaders): Promise<string> {
  const identified = await ask(headers);
  return identified.ok
    ? `${identified.subject.issuer} ${identified.subject.id}`
    : `${identified.status} ${identified.reason} ${identified.publicReason}`;
}

/** The tokens that the issuer was shown. */
const shown = () =>
  issuer.asked
    .filter(({ target }) => target !== '/jwks')
    .map(({ body, headers }) => new URLSearchParams(body).get('token') ?? headers.authorization);

describe('an opaque token', () => {
  it('names a subject by the configured claims of the answer', async () => {
    answers.set('opaque-1', { ...ALICE, groups: ['dev'], email: 'alice@acme.example', email_verified: true });
    expect(await ask(bearer('opaque-1'))).toMatchObject({
      ok: true,
      subject: {
        issuer: 'idp',
        kind: 'user',
        id: 'u-alice',
        email: 'alice@acme.example',
        emailVerified: true,
        groups: ['dev'],
      },
    });
  });

  it('is the same subject until the answer is a minute old, also when it was withdrawn, and nobody after that', async () => {
    answers.set('opaque-1', ALICE);
    const first = await ask(bearer('opaque-1'));
    answers.delete('opaque-1');
    clock += 59_999;
    const last = await ask(bearer('opaque-1'));
    expect(first.ok && last.ok && first.subject === last.subject).toBe(true);
    expect(shown()).toEqual(['opaque-1']);
    clock += 1;
    expect(await outcome(bearer('opaque-1'))).toBe('401 token-inactive token-invalid');
  });

  it('stops in time also when it came with other headers meanwhile', async () => {
    answers.set('opaque-1', ALICE);
    await ask(bearer('opaque-1'));
    answers.delete('opaque-1');
    clock += 59_000;
    // Kept under another key, but by the answer from before.
    expect(await outcome({ authorization: 'opaque-1' })).toBe('idp u-alice');
    expect(await outcome({ ...bearer('opaque-1'), 'x-id-token': 'not.a-token' })).toBe('idp u-alice');
    clock += 1_000;
    expect(await outcome({ authorization: 'opaque-1' })).toBe('401 token-inactive token-invalid');
    expect(await outcome({ ...bearer('opaque-1'), 'x-id-token': 'not.a-token' })).toMatch(/^401/);
  });

  it('that was given to somebody else in the meantime names them', async () => {
    answers.set('opaque-1', ALICE);
    expect(await outcome(bearer('opaque-1'))).toBe('idp u-alice');
    answers.set('opaque-1', { ...ALICE, sub: 'u-bob' });
    clock += 60_000;
    expect(await outcome(bearer('opaque-1'))).toBe('idp u-bob');
  });

  it('says that it has expired only when the issuer said so', async () => {
    answers.set('opaque-1', { ...ALICE, exp: SECONDS - 3_600 });
    expect(await outcome(bearer('opaque-1'))).toBe('401 token-expired token-expired');
    expect(await outcome(bearer('opaque-2'))).toBe('401 token-inactive token-invalid');
  });

  it('cannot be judged while the issuer does not answer, and is as soon as it does', async () => {
    failing = true;
    answers.set('opaque-1', ALICE);
    const unavailable = '503 introspection-unavailable introspection-unavailable';
    expect(await outcome(bearer('opaque-1'))).toBe(unavailable);
    failing = false;
    clock += 1_000;
    expect(await outcome(bearer('opaque-1'))).toBe('idp u-alice');
    identity.close();
    clock += 60_000;
    expect(await outcome(bearer('opaque-1'))).toBe(unavailable);
  });

  it('that an issuer took does not make room for Grafana’s own token', async () => {
    const claims = { iss: GRAFANA, aud: 'org:1', sub: 'user:1', exp: SECONDS + 600, authenticatedBy: 'password' };
    const own = await key.sign(claims);
    expect(await outcome({ 'x-grafana-id': own })).toBe('grafana user:1');
    expect(await outcome({ ...bearer('opaque-1'), 'x-grafana-id': own })).toBe('401 token-inactive token-invalid');
    answers.set('opaque-1', ALICE);
    clock += 10_000;
    expect(await outcome({ ...bearer('opaque-1'), 'x-grafana-id': own })).toBe('idp u-alice');
  });

  it('is known by userinfo as well', async () => {
    identity.close();
    await start({ by: 'userinfo' });
    const asked = issuer.answer;
    issuer.answer = (question, response) =>
      question.target === '/me' ? sendJson(response, { sub: 'u-alice' }) : asked(question, response);
    expect(await outcome(bearer('ya29.abc'))).toBe('idp u-alice');
    expect(shown()).toEqual(['Bearer ya29.abc']);
  });

  it('shows in the states of the issuers how it goes', async () => {
    expect(identity.states()).toMatchObject([{ name: 'idp', opaque: { state: 'unasked' } }, { name: 'grafana' }]);
    failing = true;
    await ask(bearer('opaque-1'));
    expect(identity.states()[0]).toMatchObject({ opaque: { by: 'introspection', state: 'failing' } });
    expect(identity.states()[1]?.opaque).toBeUndefined();
  });
});

it('that somebody pasted is shown to the only issuer of such tokens, and to none of several', async () => {
  answers.set('opaque-1', ALICE);
  expect(await identity.identifyToken('opaque-1')).toMatchObject({ ok: true, subject: { id: 'u-alice' } });
  expect(shown()).toEqual(['opaque-1']);
  identity.close();
  const other = { name: 'other', issuer: 'http://127.0.0.1:9', audience: ['x'], tokenHeaders: ['x-other'] };
  await start({ by: 'userinfo' }, [{ ...other, opaque: { by: 'userinfo' } }]);
  expect(await identity.identifyToken('opaque-2')).toMatchObject({ ok: false, reason: 'token-malformed' });
  expect(shown()).toEqual(['opaque-1']);
});

describe('an opaque token beside an ID token', () => {
  it('must name the same subject', async () => {
    answers.set('opaque-1', { ...ALICE, sub: 'u-bob' });
    const expected = '401 token-subjects-differ token-invalid';
    expect(await outcome({ ...bearer('opaque-1'), 'x-id-token': await idToken() })).toBe(expected);
    // Of another issuer the same name is another subject.
    answers.set('opaque-2', { ...ALICE, sub: 'user:1' });
    const foreign = await key.sign({ iss: GRAFANA, aud: 'org:1', sub: 'user:1', exp: SECONDS + 600 });
    expect(await outcome({ ...bearer('opaque-2'), 'x-id-token': foreign })).not.toBe('grafana user:1');
  });

  it('gives what the ID token lacks, and takes what it lacks itself', async () => {
    answers.set('opaque-1', { ...ALICE, name: 'From the answer' });
    const headers = {
      ...bearer('opaque-1'),
      'x-id-token': await idToken({ name: 'From the ID token', groups: ['dev'] }),
    };
    expect(await ask(headers)).toMatchObject({ subject: { name: 'From the answer', groups: ['dev'] } });
  });

  it('is judged again when its answer is too old, however long the ID token holds', async () => {
    answers.set('opaque-1', { ...ALICE, groups: ['admins'] });
    const headers = { ...bearer('opaque-1'), 'x-id-token': await idToken() };
    expect(await ask(headers)).toMatchObject({ subject: { groups: ['admins'] } });
    answers.delete('opaque-1');
    clock += 60_000;
    // The ID token counts by itself; what the withdrawn token said does not.
    expect(await ask(headers)).toMatchObject({ subject: { id: 'u-alice', groups: [] } });
  });

  it('counts within twenty seconds when the issuer did not know it at first', async () => {
    const headers = { ...bearer('opaque-1'), 'x-id-token': await idToken() };
    expect(await ask(headers)).toMatchObject({ subject: { groups: [] } });
    answers.set('opaque-1', { ...ALICE, groups: ['dev'] });
    clock += 20_000;
    expect(await ask(headers)).toMatchObject({ subject: { groups: ['dev'] } });
  });

  it('keeps nobody out while the issuer cannot be asked, and counts again when it can', async () => {
    failing = true;
    answers.set('opaque-1', { ...ALICE, groups: ['dev'] });
    const headers = { ...bearer('opaque-1'), 'x-id-token': await idToken() };
    expect(await ask(headers)).toMatchObject({ subject: { id: 'u-alice', groups: [] } });
    failing = false;
    clock += 1_000;
    expect(await ask(headers)).toMatchObject({ subject: { id: 'u-alice', groups: ['dev'] } });
  });
});

describe('the issuer is never shown', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each<[string, () => Promise<IncomingHttpHeaders>]>([
    ['a JWT of an unknown issuer', async () => bearer(await idToken({ iss: 'https://other.example' }))],
    ['a JWT without an issuer', async () => bearer(await idToken({ iss: undefined }))],
    ['a JWT of its own', async () => bearer(await idToken({ exp: SECONDS - 3_600 }))],
    ['an unsigned JWT', async () => bearer(`${encode({ alg: 'none' })}.${encode({ iss: issuer.url })}.`)],
    ['a JWT whose issuer is a list', async () => bearer(await idToken({ iss: [issuer.url] as never }))],
    ['a credential', async () => bearer('gate_0123456789012345678901234567890123456789012')],
    ['half a credential', async () => bearer('gate_0123')],
    ['a credential in another header', async () => ({ 'x-id-token': 'gate_0123' })],
    ['a password', async () => ({ authorization: `Basic ${Buffer.from('alice:secret').toString('base64')}` })],
    ['another scheme', async () => ({ authorization: 'Digest opaque-1' })],
    ['two tokens in one header', async () => bearer('opaque-1, Bearer opaque-2')],
    ['a token in a header that it is not to come in', async () => ({ 'x-grafana-id': 'opaque-1' })],
    ['a cookie', async () => ({ cookie: 'token=opaque-1' })],
  ])('%s', async (_name, headers) => {
    answers.set('opaque-1', ALICE);
    expect(await outcome(await headers())).toMatch(/^401/);
    expect(shown()).toEqual([]);
  });

  it.each(['opaque-1\r\nX: y', ' opaque-1', 'opaque 1', 'Bearer opaque-1', '', 'gate_0123'])(
    'the pasted text %j',
    async (text) => {
      answers.set('opaque-1', ALICE);
      expect(await identity.identifyToken(text)).toMatchObject({ ok: false, status: 401 });
      expect(shown()).toEqual([]);
    }
  );
});

it('a pasted opaque token is asked about', async () => {
  answers.set('opaque-1', ALICE);
  expect(await identity.identifyToken('opaque-1')).toMatchObject({ ok: true, subject: { id: 'u-alice' } });
});
