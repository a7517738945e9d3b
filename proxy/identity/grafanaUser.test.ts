import { startIdentity } from './testing/startIdentity';
import { FrozenTime } from './testing/frozenTime';
import { TestIssuer } from './testing/testIssuer';
import type { Identity } from './identity';

const time = new FrozenTime();
const grafana = new TestIssuer(time);
const provider = new TestIssuer(time);
let identity: Identity;

const USER = { aud: ['org:1'], sub: 'user:7', username: 'carol', email: 'carol@acme.example' };

beforeAll(async () => {
  await Promise.all([grafana.start(), provider.start()]);
  [grafana, provider].forEach((issuer) => issuer.addKey('k1'));
  const { identity: started } = await startIdentity(
    [
      { name: 'grafana', kind: 'grafana', issuer: grafana.url, jwksUrl: `${grafana.url}/jwks`, audience: ['org:1'] },
      { name: 'keycloak', issuer: provider.url },
    ],
    time
  );
  identity = started;
});

afterAll(() => {
  identity.close();
  [grafana, provider].forEach((issuer) => issuer.stop());
});

/** The name, or the code why there is none. */
async function nameIn(token: string): Promise<string> {
  const found = await identity.identifyGrafanaUser(token);
  return found.ok ? found.name : `no: ${found.reason}`;
}

test.each([
  ['by the login', USER, 'carol'],
  ['by the address, without a login', { ...USER, username: undefined }, 'carol@acme.example'],
  ['by the number, without either', { ...USER, username: '', email: 7 }, 'user:7'],
])('Grafana names a person %s', async (_name, claims, expected) => {
  expect(await nameIn(await grafana.sign(claims))).toBe(expected);
});

test.each([
  ['a service account', { ...USER, sub: 'service-account:7' }, 'no: token-subject'],
  ['an anonymous visitor', { ...USER, sub: 'anonymous:0' }, 'no: token-subject'],
  ['somebody for whom a picture is drawn', { ...USER, authenticatedBy: 'render' }, 'no: token-subject'],
  ['nobody', { ...USER, sub: undefined }, 'no: token-claim'],
  ['somebody of another organisation', { ...USER, aud: ['org:2'] }, 'no: token-audience'],
  ['somebody who was there', { ...USER, exp: time.seconds - 61 }, 'no: token-expired'],
])('Grafana names no person by %s', async (_name, claims, expected) => {
  expect(await nameIn(await grafana.sign(claims))).toBe(expected);
});

test('nobody else names a person of Grafana', async () => {
  const ofProvider = { ...USER, aud: 'grafana' };
  expect(await nameIn(await provider.sign(ofProvider))).toBe('no: token-issuer-unknown');
  expect(await nameIn(await provider.sign({ ...ofProvider, iss: grafana.url }))).toMatch(
    /^no: token-(signature|audience)/
  );
  expect(await nameIn(await provider.sign({ ...USER, iss: grafana.url }))).toBe('no: token-signature');
  for (const text of ['', 'x', 'a.b.c', `gate_${'A'.repeat(43)}`, `${await grafana.sign(USER)}, x`]) {
    expect(await nameIn(text)).toMatch(/^no: /);
  }
});
