import type { IncomingHttpHeaders } from 'node:http';
import { FrozenTime } from './testing/frozenTime';
import { type AskedIdentity, startIdentity } from './testing/startIdentity';
import { TestIssuer } from './testing/testIssuer';

const MINUTE = 60_000;

let time: FrozenTime;
let issuer: TestIssuer;
let other: TestIssuer;
let asked: AskedIdentity;

beforeEach(async () => {
  time = new FrozenTime();
  issuer = new TestIssuer(time);
  other = new TestIssuer(time);
  await Promise.all([issuer.start(), other.start()]);
  issuer.addKey('k1');
  other.addKey('k1');
  asked = await startIdentity(
    [
      { name: 'keycloak', issuer: issuer.url, claims: { groups: 'groups', department: 'org.department' } },
      { name: 'okta', issuer: other.url },
    ],
    time
  );
});

afterEach(() => {
  asked.identity.close();
  issuer.stop();
  other.stop();
});

async function outcome(headers: IncomingHttpHeaders): Promise<string> {
  const identified = await asked.ask(headers);
  return identified.ok
    ? `${identified.subject.issuer} ${identified.subject.id}`
    : `${identified.status} ${identified.reason}`;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('a token names a subject with what the configured claims say', async () => {
  const token = await issuer.sign({
    email: 'alice@acme.example',
    email_verified: true,
    name: 'Alice',
    groups: ['dev', 7, '', 'ops'],
    org: { department: 'it' },
  });
  expect(await asked.ask(bearer(token))).toEqual({
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
    expect(await asked.ask({ ...bearer(access), 'x-id-token': idToken })).toMatchObject({
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
    expect(await asked.identity.identify(raw, bearer(token))).toMatchObject({ ok: false, reason: 'token-repeated' });
  });

  test('the same sub of another issuer is another subject', async () => {
    expect(await outcome(bearer(await other.sign()))).toBe('okta u-alice');
  });
});

describe('a kept token', () => {
  test('is the same subject again, until it expires', async () => {
    const token = await issuer.sign();
    const first = await asked.ask(bearer(token));
    const again = await asked.ask(bearer(token));
    expect(first.ok && again.ok && first.subject === again.subject).toBe(true);
    time.at += 10 * MINUTE + 59_000;
    expect(await outcome(bearer(token))).toBe('keycloak u-alice');
    time.at += 1_000;
    expect(await outcome(bearer(token))).toBe('401 token-expired');
  });

  test('is not kept for ever when somebody sends ever new ones', async () => {
    asked.identity.close();
    asked = await startIdentity([{ name: 'keycloak', issuer: issuer.url }], time, 20_000);
    const token = await issuer.sign();
    const subjectWith = async (junk: string) => {
      const identified = await asked.ask({ ...bearer(token), 'x-id-token': `${junk}.a.b` });
      return identified.ok ? identified.subject : undefined;
    };
    const first = await subjectWith('first');
    expect(first).toBeDefined();
    expect(await subjectWith('first')).toBe(first);
    for (let round = 0; round < 10; round++) {
      await subjectWith('A'.repeat(5_000) + round);
    }
    expect(await subjectWith('first')).not.toBe(first);
  });
});

describe('discovery', () => {
  test.each<[string, (url: string) => object, string]>([
    ['that names another issuer', (url) => ({ issuer: `${url}/other`, jwks_uri: `${url}/jwks` }), 'names the issuer'],
    ['that names no issuer', (url) => ({ jwks_uri: `${url}/jwks` }), 'is not an OpenID Connect discovery document'],
    ['that names no keys', (url) => ({ issuer: url }), 'names no keys'],
    ['that names keys in a file', (url) => ({ issuer: url, jwks_uri: 'file:///etc/passwd' }), 'is not an OpenID'],
    ['that names keys by a relative URL', (url) => ({ issuer: url, jwks_uri: '/jwks' }), 'is not an OpenID'],
  ])('%s is not followed', async (_name, discovery, expected) => {
    asked.identity.close();
    issuer.discovery = discovery(issuer.url);
    asked = await startIdentity([{ name: 'keycloak', issuer: issuer.url }], time);
    expect(asked.identity.states()).toMatchObject([{ state: 'cold', error: expect.stringContaining(expected) }]);
    expect(await outcome(bearer(await issuer.sign()))).toBe('503 keys-unavailable');
  });

  test('that has other endpoints which are not understood still gives the keys', async () => {
    asked.identity.close();
    issuer.discovery = {
      issuer: issuer.url,
      jwks_uri: `${issuer.url}/jwks`,
      userinfo_endpoint: 'nowhere',
      introspection_endpoint: 7,
    };
    asked = await startIdentity([{ name: 'keycloak', issuer: issuer.url }], time);
    expect(await outcome(bearer(await issuer.sign()))).toBe('keycloak u-alice');
  });
});
