import { FrozenTime } from './testing/frozenTime';
import { type AskedIdentity, startIdentity } from './testing/startIdentity';
import { signText, TestIssuer } from './testing/testIssuer';

const time = new FrozenTime();
const NOW = time.seconds;
const ALICE = 'keycloak u-alice';
const issuer = new TestIssuer(time);
const pair = issuer.addKey('k1');
let asked: AskedIdentity;

beforeAll(async () => {
  await issuer.start();
  asked = await startIdentity(
    [
      {
        name: 'keycloak',
        issuer: issuer.url,
        audience: ['grafana', 'api://gatehouse'],
        authorizedParties: ['grafana-client'],
      },
    ],
    time
  );
});

afterAll(() => {
  asked.identity.close();
  issuer.stop();
});

describe('T2: exp', () => {
  test.each<[unknown, string]>([
    [NOW + 600, ALICE],
    [NOW + 0.5, ALICE],
    [NOW - 59, ALICE],
    [NOW - 59.5, ALICE],
    [NOW - 60, '401 token-expired'],
    [NOW - 60.5, '401 token-expired'],
    [0, '401 token-expired'],
    [-1, '401 token-expired'],
    [253_402_300_799, ALICE],
    [253_402_300_800, '401 token-claim'],
    [(NOW + 600) * 1000, '401 token-claim'],
    [Number.MAX_VALUE, '401 token-claim'],
    [undefined, '401 token-claim'],
    [null, '401 token-claim'],
    ['', '401 token-claim'],
    [String(NOW + 600), '401 token-claim'],
    ['2030-01-01T00:00:00Z', '401 token-claim'],
    [[NOW + 600], '401 token-claim'],
    [{}, '401 token-claim'],
    [true, '401 token-claim'],
  ])('%j: %s', async (exp, expected) => {
    expect(await asked.outcome(await issuer.sign({ exp }))).toBe(expected);
  });

  test.each([
    ['1e999', '401 token-claim'],
    ['-1e999', '401 token-claim'],
    ['NaN', '401 token-malformed'],
    ['1795262400e0', ALICE],
  ])('written as %s: %s', async (written, expected) => {
    const text = JSON.stringify(issuer.claims({ exp: '@' })).replace('"@"', written);
    expect(await asked.outcome(await signText(text, pair, { kid: 'k1' }))).toBe(expected);
  });

  test('ends a kept token to the millisecond, the leeway included', async () => {
    const own = new FrozenTime();
    const shortLived = await startIdentity([{ name: 'keycloak', issuer: issuer.url }], own);
    const token = await issuer.sign({ exp: NOW + 10.5 });
    expect(await shortLived.outcome(token)).toBe(ALICE);
    own.at += 70_499;
    expect(await shortLived.outcome(token)).toBe(ALICE);
    own.at += 1;
    expect(await shortLived.outcome(token)).toBe('401 token-expired');
    shortLived.identity.close();
  });

  test('in the past is told only of a token with a good signature', async () => {
    const forged = await issuer.sign({ exp: NOW - 600 }, {}, 'nobody');
    expect(await asked.outcome(forged)).toBe('401 token-key-unknown');
    const outcome = await asked.ask({ authorization: forged });
    expect(outcome).toMatchObject({ ok: false, publicReason: 'token-invalid' });
  });
});

describe.each(['nbf', 'iat'])('T2: %s', (claim) => {
  test.each<[unknown, string]>([
    [undefined, ALICE],
    [0, ALICE],
    [NOW, ALICE],
    [NOW + 60, ALICE],
    [NOW + 60.5, '401 token-not-yet-valid'],
    [NOW + 61, '401 token-not-yet-valid'],
    [NOW * 1000, '401 token-claim'],
    [null, '401 token-claim'],
    [String(NOW), '401 token-claim'],
    [[NOW], '401 token-claim'],
    [false, '401 token-claim'],
  ])('%j: %s', async (value, expected) => {
    expect(await asked.outcome(await issuer.sign({ [claim]: value }))).toBe(expected);
  });

  test('that lies ahead by more than any number: refused', async () => {
    const text = JSON.stringify(issuer.claims({ [claim]: '@' })).replace('"@"', '1e999');
    expect(await asked.outcome(await signText(text, pair, { kid: 'k1' }))).toBe('401 token-claim');
  });
});

describe('T2: aud and azp', () => {
  test.each<[unknown, unknown, string]>([
    ['grafana', undefined, ALICE],
    ['api://gatehouse', undefined, ALICE],
    [['grafana'], undefined, ALICE],
    [['other', 'grafana'], undefined, ALICE],
    ['grafana', 'another-client', ALICE],
    ['other', 'grafana-client', ALICE],
    [undefined, 'grafana-client', ALICE],
    [[], 'grafana-client', ALICE],
    [undefined, undefined, '401 token-audience'],
    [null, undefined, '401 token-audience'],
    ['', undefined, '401 token-audience'],
    [[], undefined, '401 token-audience'],
    ['other', undefined, '401 token-audience'],
    ['Grafana', undefined, '401 token-audience'],
    ['grafana ', undefined, '401 token-audience'],
    ['grafana,other', undefined, '401 token-audience'],
    [['grafana other'], undefined, '401 token-audience'],
    [[['grafana']], undefined, '401 token-audience'],
    [{ grafana: true }, undefined, '401 token-audience'],
    [{ 0: 'grafana', length: 1 }, undefined, '401 token-audience'],
    [true, undefined, '401 token-audience'],
    ['grafana-client', undefined, '401 token-audience'],
    ['other', 'grafana', '401 token-audience'],
    ['other', ['grafana-client'], '401 token-audience'],
    ['other', 'Grafana-client', '401 token-audience'],
    ['other', { toString: 'grafana-client' }, '401 token-audience'],
  ])('%j and %j: %s', async (aud, azp, expected) => {
    expect(await asked.outcome(await issuer.sign({ aud, azp }))).toBe(expected);
  });
});

describe('T2: iss', () => {
  test.each<[string, (url: string) => unknown, string]>([
    ['with a slash at its end', (url) => `${url}/`, '401 token-issuer-unknown'],
    ['in capitals', (url) => url.toUpperCase(), '401 token-issuer-unknown'],
    ['with its standard port', (url) => url.replace('127.0.0.1', 'localhost'), '401 token-issuer-unknown'],
    ['with a space', (url) => `${url} `, '401 token-issuer-unknown'],
    ['as a list', (url) => [url], '401 token-issuer-unknown'],
    ['as nothing', () => undefined, '401 token-malformed'],
    ['as a number', () => 7, '401 token-issuer-unknown'],
    ['as a name of every object', () => '__proto__', '401 token-issuer-unknown'],
  ])('%s', async (_name, change, expected) => {
    expect(await asked.outcome(await issuer.sign({ iss: change(issuer.url) }))).toBe(expected);
  });
});

describe('sub', () => {
  test.each([undefined, null, '', 7, ['u-alice'], { id: 'u-alice' }, true])('%j names nobody', async (sub) => {
    expect(await asked.outcome(await issuer.sign({ sub }))).toBe('401 token-claim');
  });
});
