import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FrozenTime } from '../testing/frozenTime';
import { type AskedIdentity, startIdentity } from '../testing/startIdentity';
import { makePair, type Pair, signText, TestIssuer } from '../testing/testIssuer';

const MINUTE = 60_000;

/** Of a key that nobody has any more, and the token that it signed. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBcTCCARegAwIBAgIUC6+IFiRrxN+cee2ALAf/tH7v9XowCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDc3NvMB4XDTI2MTEyMjA2Mjg1OVoXDTI2MTEyMzA2Mjg1OVow
DjEMMAoGA1UEAwwDc3NvMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAElET2NhqC
xok3UOyFg1nsYqqKpkhluOnUVfVsc84o3FcAkIz0dlKpCzDYRz4pr2ukIUPFh0sk
nn2ZDiJqtEHiPqNTMFEwHQYDVR0OBBYEFKD10Q7wYm1Aaisv8jUOrMCcE1x4MB8G
A1UdIwQYMBaAFKD10Q7wYm1Aaisv8jUOrMCcE1x4MA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDSAAwRQIgcDRB8TTz7a3CsTMHymyQymvRUA0r43LDmkcUOBsy
wCoCIQCqKvDxCi9apJyJYt6CiEYhP7nMpBtfPI/Zjj7YjgsZgQ==
-----END CERTIFICATE-----
`;
const SIGNED_BY_CERTIFICATE = [
  'eyJhbGciOiJFUzI1NiJ9',
  'eyJpc3MiOiJodHRwczovL3Nzby5leGFtcGxlLmNvbSIsImF1ZCI6ImdyYWZhbmEiLCJzdWIiOiJ1LWFsaWNlIiwiaWF0IjoxNzk1MjYyNDAwLCJleHAiOjE3OTUyNjMwMDB9',
  'n2ozVXopCe05pJUrmJreH_egSDYj0U_jH8uKGx5MUn6ZXT7TdoEdpUYWpVZ3AEKdD0-YEWK-qTOAK0yNAg8Cgw',
].join('.');

let folder: string;
let time: FrozenTime;
let issuer: TestIssuer;
let asked: AskedIdentity;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-keys-'));
  time = new FrozenTime();
  issuer = new TestIssuer(time);
  issuer.url = 'https://sso.example.com';
});

afterEach(() => {
  asked.identity.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function start(places: object): Promise<void> {
  asked = await startIdentity([{ name: 'keycloak', issuer: issuer.url, ...places }], time);
}

function token(pair: Pair, header: object = {}): Promise<string> {
  return signText(JSON.stringify(issuer.claims()), pair, header);
}

const spki = ({ publicKey }: Pair) => publicKey.export({ type: 'spki', format: 'pem' }).toString();
const error = () => asked.identity.states()[0]?.error;

describe('a file with a JSON Web Key Set', () => {
  test('is read like one that is fetched, and again for a new key and every five minutes', async () => {
    issuer.addKey('k1');
    const path = write('keys.json', `\uFEFF${JSON.stringify({ keys: issuer.keys })}`);
    await start({ jwksFile: path });
    const old = await issuer.sign();
    expect(await asked.outcome(old)).toBe('keycloak u-alice');
    issuer.addKey('k2');
    write('keys.json', JSON.stringify({ keys: issuer.keys }));
    expect(await asked.outcome(await issuer.sign({}, {}, 'k2'))).toBe('keycloak u-alice');
    write('keys.json', JSON.stringify({ keys: issuer.keys.slice(1) }));
    await time.pass(5 * MINUTE);
    expect(await asked.outcome(old)).toBe('401 token-key-unknown');
    expect(asked.identity.states()).toMatchObject([{ state: 'ready', keys: 1, keysFrom: path }]);
  });

  test.each<[string, (path: string) => void]>([
    ['is cut off', (path) => writeFileSync(path, '{"keys":[{"kty":"EC","kid":"secret-part')],
    ['is empty', (path) => writeFileSync(path, '')],
    ['is no key set', (path) => writeFileSync(path, '{"key":[]}')],
    ['is too large', (path) => writeFileSync(path, ' '.repeat(1024 * 1024) + '{"keys":[]}')],
    ['is gone', (path) => rmSync(path)],
  ])('that %s takes no known key away, for a day', async (_name, spoil) => {
    issuer.addKey('k1');
    const path = write('keys.json', JSON.stringify({ keys: issuer.keys }));
    await start({ jwksFile: path });
    const long = await issuer.sign({ exp: time.seconds + 3 * 24 * 3600 });
    spoil(path);
    await time.pass(5 * MINUTE);
    expect(await asked.outcome(long)).toBe('keycloak u-alice');
    expect(asked.identity.states()).toMatchObject([
      { state: 'failing', keys: 1, error: expect.stringContaining(path) },
    ]);
    expect(error()).not.toContain('secret-part');
    time.at += 24 * 60 * MINUTE - 5 * MINUTE;
    expect(await asked.outcome(long)).toBe('503 keys-unavailable');
    write('keys.json', JSON.stringify({ keys: issuer.keys }));
    await time.pass(MINUTE);
    expect(await asked.outcome(long)).toBe('keycloak u-alice');
  });

  test('that is none, but a folder or a device, is not read', async () => {
    await start({ jwksFile: folder });
    expect(error()).toBe(`${folder}: not a file`);
    asked.identity.close();
    await start({ jwksFile: '/dev/zero' });
    expect(error()).toBe('/dev/zero: not a file');
  });
});

describe('files with public keys in PEM', () => {
  const algorithms = ['RS256', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

  test('may hold keys of every kind, one or several in a file, whatever tokens call them', async () => {
    const pairs = algorithms.map((alg) => makePair(alg));
    const [first, ...others] = pairs.map(spki);
    await start({
      publicKeyFiles: [write('a.pem', `${first}`), write('b.pem', `# our keys\r\n${others.join('some words\n')}`)],
    });
    for (const pair of pairs) {
      expect(await asked.outcome(await token(pair))).toBe('keycloak u-alice');
      expect(await asked.outcome(await token(pair, { kid: 'any' }))).toBe('keycloak u-alice');
    }
    expect(await asked.outcome(await token(makePair()))).toBe('401 token-signature');
    expect(asked.identity.states()).toMatchObject([{ state: 'ready', keys: pairs.length }]);
  });

  test('may hold RSA keys in their own form', async () => {
    const rsa = makePair('RS256');
    const text = rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(text).toContain('RSA PUBLIC KEY');
    await start({ publicKeyFiles: [write('rsa.pem', text.replaceAll('\n', '\r\n'))] });
    expect(await asked.outcome(await token(rsa))).toBe('keycloak u-alice');
    expect(await asked.outcome(await token({ ...rsa, alg: 'PS256' }))).toBe('keycloak u-alice');
  });

  test('may hold certificates, of which only the key counts: this one is valid later', async () => {
    await start({ publicKeyFiles: [write('certificate.pem', CERTIFICATE)] });
    expect(await asked.outcome(SIGNED_BY_CERTIFICATE)).toBe('keycloak u-alice');
    expect(await asked.outcome(await token(makePair()))).toBe('401 token-signature');
  });

  test('are read again, so that a replaced key counts at once and the one before stops', async () => {
    const [old, next] = [makePair(), makePair()];
    const path = write('key.pem', spki(old));
    await start({ publicKeyFiles: [path] });
    expect(await asked.outcome(await token(old))).toBe('keycloak u-alice');
    write('key.pem', spki(next));
    expect(await asked.outcome(await token(next))).toBe('keycloak u-alice');
    expect(await asked.outcome(await token(old))).toBe('401 token-signature');
  });

  const pem = (label: string, text: string) => `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;
  const { privateKey } = makePair('RS256');
  const shortKey = 'MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL8kZ';

  test.each<[string, string, string]>([
    ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'holds a private key'],
    ['an RSA private key', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), 'holds a private key'],
    ['an encrypted private key', pem('ENCRYPTED PRIVATE KEY', 'AAAA'), 'holds a private key'],
    ['a private key beside a public one', `${spki(makePair())}${pem('EC PRIVATE KEY', 'AAAA')}`, 'holds a private key'],
    ['nothing', '', 'holds no public key in PEM'],
    ['a key for SSH', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA', 'holds no public key in PEM'],
    ['half a key', spki(makePair()).slice(0, 80), 'cut off'],
    ['a key and half of another', spki(makePair()) + spki(makePair()).slice(0, 80), 'cut off'],
    ['a key that ends as something else', spki(makePair()).replace('END PUBLIC', 'END RSA PUBLIC'), 'cut off'],
    ['parameters', pem('EC PARAMETERS', 'BggqhkjOPQMBBw=='), 'EC PARAMETERS is neither'],
    ['junk in a frame', pem('PUBLIC KEY', shortKey), 'not a readable PUBLIC KEY'],
    ['junk as a certificate', pem('CERTIFICATE', shortKey), 'not a readable CERTIFICATE'],
  ])('are refused with %s, without a word of it', async (_name, text, expected) => {
    const path = write('key.pem', text);
    await start({ publicKeyFiles: [write('good.pem', spki(makePair())), path] });
    expect(error()).toContain(expected);
    expect(error()).toContain(path);
    expect(error()).not.toContain(shortKey);
    expect(asked.identity.states()).toMatchObject([{ state: 'cold', keys: 0 }]);
  });
});
