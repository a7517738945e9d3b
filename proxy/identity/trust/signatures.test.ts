import { createHmac, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FrozenTime } from '../testing/frozenTime';
import { type AskedIdentity, startIdentity } from '../testing/startIdentity';
import { forge, makePair, type Pair, signText, TestIssuer } from '../testing/testIssuer';

const time = new FrozenTime();
let issuer: TestIssuer;
let pair: Pair;
let asked: AskedIdentity;

beforeEach(async () => {
  issuer = new TestIssuer(time);
  await issuer.start();
  pair = issuer.addKey('k1');
});

afterEach(() => {
  asked.identity.close();
  issuer.stop();
});

/** Publishes what is there by now, and asks about tokens from then on. */
async function publish(...broken: unknown[]): Promise<void> {
  issuer.keys.unshift(...broken);
  asked = await startIdentity([{ name: 'keycloak', issuer: issuer.url }], time);
}

describe('T1: a token is taken', () => {
  test.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    'that is signed by %s',
    async (alg) => {
      const key = issuer.addKey('k2', alg);
      await publish();
      expect(await asked.outcome(await issuer.sign({}, {}, 'k2'))).toBe('keycloak u-alice');
      const [header, , signature] = (await issuer.sign({}, {}, 'k2')).split('.');
      const other = await signText(JSON.stringify(issuer.claims({ sub: 'u-bob' })), key, { kid: 'k2' });
      expect(await asked.outcome(`${header}.${other.split('.')[1]}.${signature}`)).toBe('401 token-signature');
    }
  );

  test.each(['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', undefined])('whose typ is %s', async (typ) => {
    await publish();
    expect(await asked.outcome(await issuer.sign({}, { typ }))).toBe('keycloak u-alice');
  });
});

describe('T1: nobody is let in by a token', () => {
  const unsigned = (alg: unknown, extra: object = {}) => forge({ alg, kid: 'k1', ...extra }, issuer.claims());

  test.each(['none', 'None', 'NONE', '', 'HS256', 'HS384', 'HS512', 'ES256K', 'RSA-OAEP', 'dir', 'es256', 'ES256 '])(
    'whose algorithm is "%s"',
    async (alg) => {
      await publish();
      expect(await asked.outcome(unsigned(alg))).toBe('401 token-algorithm');
      expect(await asked.outcome(forge({ alg, kid: 'k1' }, issuer.claims(), ''))).toBe('401 token-algorithm');
    }
  );

  test.each([null, 7, ['ES256'], { alg: 'ES256' }, undefined])('whose algorithm is no text: %j', async (alg) => {
    await publish();
    expect(await asked.outcome(unsigned(alg))).toBe('401 token-malformed');
  });

  test('that uses the public key as a shared secret', async () => {
    const rsa = issuer.addKey('k2', 'RS256');
    await publish();
    for (const secret of [
      rsa.publicKey.export({ type: 'spki', format: 'pem' }),
      rsa.publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(rsa.publicKey.export({ format: 'jwk' })),
    ]) {
      const [header, claims] = forge({ alg: 'HS256', kid: 'k2' }, issuer.claims()).split('.');
      const signature = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url');
      expect(await asked.outcome(`${header}.${claims}.${signature}`)).toBe('401 token-algorithm');
    }
  });

  test.each([
    { crit: ['x'], x: 1 },
    { crit: ['exp'], exp: 1 },
    { crit: [] },
    { crit: ['b64'], b64: true },
    { crit: null },
  ])('with critical parameters: %j', async (header) => {
    await publish();
    const signed = await issuer.sign();
    const [, claims, signature] = signed.split('.');
    const [changed] = forge({ alg: 'ES256', kid: 'k1', ...header }, {}).split('.');
    expect(await asked.outcome(`${changed}.${claims}.${signature}`)).toBe('401 token-algorithm');
  });

  test('with a critical parameter that was signed', async () => {
    await publish();
    const token = await signText(JSON.stringify(issuer.claims()), pair, { kid: 'k1', b64: true, crit: ['b64'] });
    expect(await asked.outcome(token)).toBe('401 token-algorithm');
  });

  test.each<[string, () => string | Promise<string>]>([
    ['whose header has a name twice', () => resign('{"alg":"ES256","kid":"k1","alg":"ES256"}')],
    [
      'whose header has a name twice, written differently',
      () => resign('{"alg":"none","kid":"k1","\\u0061lg":"ES256"}'),
    ],
    ['whose kid is a number', () => resign('{"alg":"ES256","kid":1}')],
    ['whose typ is a list', () => resign('{"alg":"ES256","kid":"k1","typ":["JWT"]}')],
    ['whose header is a list', () => resign('[{"alg":"ES256","kid":"k1"}]')],
    ['whose header is no JSON', () => resign('alg: ES256')],
    ['whose header follows a byte order mark', () => resign('\uFEFF{"alg":"ES256","kid":"k1"}')],
    ['whose claims have a name twice', () => signText(twice(issuer.claims()), pair, { kid: 'k1' })],
    [
      'a part of whose claims has a name twice',
      () => signText(JSON.stringify(issuer.claims({ a: '@' })).replace('"@"', '{"x":1,"x":2}'), pair, { kid: 'k1' }),
    ],
  ])('%s', async (_name, make) => {
    await publish();
    expect(await asked.outcome(await make())).toBe('401 token-malformed');
  });

  test.each<[string, () => string | Promise<string>]>([
    ['that holds a token', async () => signText(JSON.stringify(await issuer.sign()), pair, { kid: 'k1', cty: 'JWT' })],
    ['that is a token in itself', async () => signText(await issuer.sign(), pair, { kid: 'k1', cty: 'JWT' })],
    ['whose claims are a list', () => signText(JSON.stringify([issuer.claims()]), pair, { kid: 'k1' })],
    ['whose claims are not UTF-8', () => forge({ alg: 'ES256' }, Buffer.from('{"sub":"\xff"}', 'latin1'))],
    ['that is encrypted', async () => `${await issuer.sign()}.AAAA.BBBB`],
    ['that has two parts', async () => (await issuer.sign()).split('.').slice(0, 2).join('.')],
    ['that is longer than any header may be', () => issuer.sign({ junk: 'x'.repeat(48 * 1024) })],
    ['that is nothing but dots', () => '..'],
  ])('%s', async (_name, make) => {
    await publish();
    expect(await asked.outcome(await make())).toBe('401 token-malformed');
  });

  test.each([
    ['for logging out', {}, { typ: 'logout+jwt' }],
    ['that tells of an event', {}, { typ: 'secevent+jwt' }],
    ['that proves the possession of a key', {}, { typ: 'dpop+jwt' }],
    [
      'for logging out, of older providers',
      { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
      {},
    ],
    ['that counts only with the proof of a key', { cnf: { jkt: 'x' } }, {}],
  ])('%s', async (_name, claims, header) => {
    await publish();
    expect(await asked.outcome(await issuer.sign(claims, header))).toBe('401 token-type');
  });

  test('that is signed by somebody else, whatever key it names', async () => {
    await publish();
    const stranger = makePair();
    const claims = JSON.stringify(issuer.claims());
    expect(await asked.outcome(await signText(claims, stranger, { kid: 'k1' }))).toBe('401 token-signature');
    expect(await asked.outcome(await signText(claims, stranger, { kid: 'k2' }))).toBe('401 token-key-unknown');
    expect(await asked.outcome(await signText(claims, stranger))).toBe('401 token-signature');
  });

  test('that names its own key, by a URL or whole, and nobody asks there', async () => {
    await publish();
    const requests: string[] = [];
    const stranger = makePair();
    const jwk = { ...stranger.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'ES256', use: 'sig' };
    const server = createServer((request, response) => {
      requests.push(request.url ?? '');
      response.end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const claims = JSON.stringify(issuer.claims());
    for (const own of [{ jku: `${url}/jku` }, { x5u: `${url}/x5u` }, { jwk }, { x5c: ['MIIB'] }]) {
      for (const kid of ['own', 'k1', undefined]) {
        expect(await asked.outcome(await signText(claims, stranger, { kid, ...own }))).toMatch(/^401 token-/);
      }
    }
    server.close();
    expect(requests).toEqual([]);
  });

  /** A token with exactly this header, and a signature by the known key. */
  function resign(header: string): string {
    const [encodedHeader, claims] = forge(header, issuer.claims()).split('.');
    const signature = sign('sha256', Buffer.from(`${encodedHeader}.${claims}`), {
      key: pair.privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return `${encodedHeader}.${claims}.${signature.toString('base64url')}`;
  }

  test('a header that a test writes is signed as a good one would be', async () => {
    await publish();
    expect(await asked.outcome(resign('{"alg":"ES256","kid":"k1"}'))).toBe('keycloak u-alice');
  });
});

function twice(claims: object): string {
  return JSON.stringify(claims).replace('{', '{"sub":"u-bob",');
}

const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const foreign = makePair();
const jwkOf = (key: Pair) => key.publicKey.export({ format: 'jwk' });

const BROKEN: ReadonlyArray<[string, () => unknown]> = [
  ['null', () => null],
  ['a text', () => 'k1'],
  ['a list', () => [{ kid: 'k1' }]],
  ['nothing at all', () => ({})],
  ['only a kid', () => ({ kid: 'k1' })],
  ['a kid that is a number', () => ({ ...jwkOf(foreign), kid: 1 })],
  ['a shared secret', () => ({ kty: 'oct', k: 'AA', kid: 'k1', alg: 'HS256' })],
  ['a key for encryption', () => ({ ...jwkOf(makePair('RS256')), kid: 'k1', use: 'enc', alg: 'RSA-OAEP' })],
  ['a key for signing only', () => ({ ...jwkOf(foreign), kid: 'k1', key_ops: ['sign'] })],
  ['a private key', () => ({ ...makePair().privateKey.export({ format: 'jwk' }), kid: 'k1' })],
  ['an unknown type', () => ({ kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA', kid: 'k1' })],
  ['an OKP key of another curve', () => ({ kty: 'OKP', crv: 'X448', x: 'AA', kid: 'k1' })],
  ['an OKP key that is too short', () => ({ kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'k1' })],
  ['an OKP key of zeros', () => ({ kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32).toString('base64url'), kid: 'k1' })],
  ['an EC key of another curve', () => ({ ...ecKey('secp256k1'), kid: 'k1' })],
  ['an EC key beside its curve', () => ({ ...jwkOf(foreign), y: jwkOf(foreign).x, kid: 'k1' })],
  ['an RSA key of 1024 bits', () => ({ ...shortRsa.publicKey.export({ format: 'jwk' }), kid: 'k1' })],
  ['an RSA key whose exponent is 1', () => ({ ...jwkOf(makePair('RS256')), e: 'AQ', kid: 'k1' })],
  ['an RSA key whose numbers are texts', () => ({ kty: 'RSA', n: 'not base64 ☃', e: 'AQAB', kid: 'k1' })],
  ['an RSA key without numbers', () => ({ kty: 'RSA', kid: 'k1' })],
  ['a key with an algorithm that is not its own', () => ({ ...jwkOf(foreign), kid: 'k1', alg: 'RS256' })],
  ['another good key', () => ({ ...jwkOf(foreign), kid: 'k1' })],
];

function ecKey(namedCurve: string) {
  return generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });
}

describe('T1: a published key does not spoil the good ones, under the same kid or none', () => {
  test.each(BROKEN)('%s', async (_name, make) => {
    await publish(make());
    expect(await asked.outcome(await issuer.sign())).toBe('keycloak u-alice');
    expect(await asked.outcome(await issuer.sign({ sub: 'u-bob' }, { kid: undefined }))).toBe('keycloak u-bob');
  });

  test('one with a member that is nested without end', async () => {
    const depth = 400_000;
    const good = JSON.stringify(issuer.keys[0]);
    issuer.answer = (response) =>
      response.end(`{"keys":[{"kid":"k1","kty":"EC","x5c":${'['.repeat(depth)}${']'.repeat(depth)}},${good}]}`);
    await publish();
    expect(await asked.outcome(await issuer.sign())).toBe('keycloak u-alice');
  });

  test('all of them at once', async () => {
    await publish(...BROKEN.map(([, make]) => make()));
    expect(await asked.outcome(await issuer.sign())).toBe('keycloak u-alice');
    expect(asked.identity.states()[0]?.keys).toBe(2);
  });
});

describe('T1: a key counts for nothing but what it was published for', () => {
  test.each([
    ['RS256', { alg: 'PS256' }, 'PS256', 'RS256'],
    ['RS256', { alg: 'RS512' }, 'RS512', 'RS256'],
    ['RS256', { use: 'enc' }, undefined, 'RS256'],
    ['RS256', { key_ops: ['encrypt'] }, undefined, 'RS256'],
    ['ES256', { use: 'enc' }, undefined, 'ES256'],
    ['ES256', { alg: 'ES384' }, undefined, 'ES256'],
    ['ES256', { alg: 'none' }, undefined, 'ES256'],
    ['EdDSA', { alg: 'ES256' }, undefined, 'EdDSA'],
  ])('a key for %s with %j verifies %s, and not %s', async (alg, labels, good, bad) => {
    const key = issuer.addKey('k2', alg, labels);
    await publish();
    const claims = JSON.stringify(issuer.claims());
    if (good !== undefined) {
      expect(await asked.outcome(await signText(claims, { ...key, alg: good }, { kid: 'k2' }))).toBe(
        'keycloak u-alice'
      );
    }
    expect(await asked.outcome(await signText(claims, { ...key, alg: bad }, { kid: 'k2' }))).toBe(
      '401 token-key-unknown'
    );
  });

  test('a short RSA key is not used, though it signed', async () => {
    const jwk = shortRsa.publicKey.export({ format: 'jwk' });
    await publish({ ...jwk, kid: 'short' });
    const [header, claims] = forge({ alg: 'RS256', kid: 'short' }, issuer.claims()).split('.');
    const signature = sign('sha256', Buffer.from(`${header}.${claims}`), shortRsa.privateKey).toString('base64url');
    expect(await asked.outcome(`${header}.${claims}.${signature}`)).toBe('401 token-key-unknown');
    expect(asked.identity.states()[0]?.leftOut).toEqual([
      'key "short": an RSA key of 1024 bits; 2048 to 16384 are accepted',
    ]);
  });

  test('a key of zeros is not used, though anybody can sign by it', async () => {
    const x = Buffer.alloc(32).toString('base64url');
    // A point of order 4: one of about four texts has this signature, without any secret.
    const zeros = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const signature = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]);
    const forged = Array.from({ length: 64 }, (_, index) =>
      forge({ alg: 'EdDSA', kid: 'zeros' }, issuer.claims({ jti: index }), signature.toString('base64url'))
    ).find((token) => verify(null, Buffer.from(token.slice(0, token.lastIndexOf('.'))), zeros, signature));
    expect(forged).toBeDefined();
    await publish({ kty: 'OKP', crv: 'Ed25519', x, kid: 'zeros' });
    expect(await asked.outcome(forged ?? '')).toBe('401 token-key-unknown');
  });
});

describe('keys and tokens without kid', () => {
  test('every key without kid is tried whose algorithm fits, whatever the token names', async () => {
    issuer.keys = [];
    issuer.addKey('a', 'ES256', { kid: undefined });
    issuer.addKey('b', 'RS256', { kid: undefined });
    issuer.addKey('c', 'ES256', { kid: undefined, alg: undefined });
    await publish();
    for (const key of ['a', 'b', 'c']) {
      expect(await asked.outcome(await issuer.sign({ sub: key }, { kid: undefined }, key))).toBe(`keycloak ${key}`);
      expect(await asked.outcome(await issuer.sign({ sub: key }, { kid: 'named' }, key))).toBe(`keycloak ${key}`);
    }
  });

  test('every key is tried for a token without kid, up to thirty-two', async () => {
    for (let index = 2; index <= 33; index++) {
      issuer.addKey(`k${index}`);
    }
    await publish();
    expect(await asked.outcome(await issuer.sign({}, { kid: undefined }, 'k32'))).toBe('keycloak u-alice');
    expect(await asked.outcome(await issuer.sign({}, { kid: undefined }, 'k33'))).toBe('401 token-signature');
    expect(await asked.outcome(await issuer.sign({}, {}, 'k33'))).toBe('keycloak u-alice');
  });

  test('every key of one kid is tried', async () => {
    issuer.addKey('second', 'ES256', { kid: 'k1' });
    await publish();
    expect(await asked.outcome(await issuer.sign({}, { kid: 'k1' }, 'k1'))).toBe('keycloak u-alice');
    expect(await asked.outcome(await issuer.sign({ sub: 'u-bob' }, { kid: 'k1' }, 'second'))).toBe('keycloak u-bob');
  });

  test('a kid that is empty is one like any other', async () => {
    issuer.addKey('empty', 'ES256', { kid: '' });
    await publish();
    expect(await asked.outcome(await issuer.sign({}, { kid: '' }, 'empty'))).toBe('keycloak u-alice');
    expect(await asked.outcome(await issuer.sign({}, { kid: '' }, 'k1'))).toBe('401 token-signature');
  });
});

test('the key of one issuer vouches for no other', async () => {
  const other = new TestIssuer(time);
  await other.start();
  other.addKey('k1');
  asked = await startIdentity(
    [
      { name: 'keycloak', issuer: issuer.url },
      { name: 'okta', issuer: other.url },
    ],
    time
  );
  expect(await asked.outcome(await other.sign())).toBe('okta u-alice');
  expect(await asked.outcome(await other.sign({ iss: issuer.url }))).toBe('401 token-signature');
  expect(await asked.outcome(await issuer.sign())).toBe('keycloak u-alice');
  other.stop();
});
