import { chooseEndpoint } from './chooseEndpoint';
import { EndpointFinder } from './endpointFinder';
import { AskedIssuer } from './testing/askedIssuer';

const MINUTE = 60_000;

let issuer: AskedIssuer;
let clock: number;

beforeEach(async () => {
  clock = Date.parse('2026-11-22T12:00:00Z');
  issuer = new AskedIssuer();
  await issuer.start();
});

afterEach(() => issuer.stop());

const finderFor = (opaque: object = {}, url = issuer.url) =>
  new EndpointFinder({
    issuer: url,
    opaque: { by: 'introspection', cache: MINUTE, ...opaque },
    now: () => clock,
  });

const outcome = (finder: EndpointFinder) => finder.url().catch((error: unknown) => String(error));

it('takes the configured URL and asks nobody', async () => {
  expect(await finderFor({ url: 'https://elsewhere.example/introspect' }).url()).toBe(
    'https://elsewhere.example/introspect'
  );
  expect(issuer.discoveries).toBe(0);
});

it('discovers the endpoint once', async () => {
  const finder = finderFor();
  const all = await Promise.all(Array.from({ length: 100 }, () => finder.url()));
  expect(new Set([...all, await finder.url()])).toEqual(new Set([`${issuer.url}/introspect`]));
  expect(await finderFor({ by: 'userinfo' }).url()).toBe(`${issuer.url}/me`);
  expect(issuer.discoveries).toBe(2);
});

it('learns within ten minutes that it moved, and keeps nobody waiting for that', async () => {
  const finder = finderFor();
  await finder.url();
  issuer.discovery = () => ({ issuer: issuer.url, introspection_endpoint: `${issuer.url}/moved` });
  clock += 10 * MINUTE - 1;
  expect(await finder.url()).toBe(`${issuer.url}/introspect`);
  expect(issuer.discoveries).toBe(1);
  clock += 1;
  expect(await finder.url()).toBe(`${issuer.url}/introspect`);
  while ((await finder.url()) !== `${issuer.url}/moved`) {
    await new Promise(setImmediate);
  }
  expect(issuer.discoveries).toBe(2);
});

it('goes by what it knows for a day when the issuer does not answer, asking once in 30 s', async () => {
  const finder = finderFor();
  await finder.url();
  issuer.discovery = () => 'nonsense';
  clock += 11 * MINUTE;
  for (let round = 0; round < 50; round++) {
    expect(await finder.url()).toBe(`${issuer.url}/introspect`);
    await new Promise(setImmediate);
  }
  while (issuer.discoveries < 2) {
    await new Promise(setImmediate);
  }
  expect(issuer.discoveries).toBe(2);
  clock += 24 * 60 * MINUTE;
  expect(await outcome(finder)).toMatch(/is not an OpenID Connect discovery document/);
});

it('asks an issuer that never answered at most once a second', async () => {
  issuer.discovery = () => ({});
  const finder = finderFor();
  for (let round = 0; round < 20; round++) {
    expect(await outcome(finder)).toMatch(/is not an OpenID Connect discovery document/);
  }
  expect(issuer.discoveries).toBe(1);
  issuer.discovery = () => ({ issuer: issuer.url, introspection_endpoint: `${issuer.url}/introspect` });
  clock += 1_000;
  expect(await finder.url()).toBe(`${issuer.url}/introspect`);
});

it.each<[string, () => object, RegExp]>([
  ['names no endpoint', () => ({ issuer: issuer.url }), /names no introspection_endpoint; set opaque\.url/],
  [
    'is of another issuer',
    () => ({ issuer: 'https://evil.example', introspection_endpoint: 'https://evil.example/introspect' }),
    /names the issuer https:\/\/evil\.example/,
  ],
  [
    'names something else than a URL of the web',
    () => ({ issuer: issuer.url, introspection_endpoint: 'file:///etc/passwd' }),
    /discovery document/,
  ],
])('refuses a document that %s', async (_name, discovery, message) => {
  issuer.discovery = discovery;
  expect(await outcome(finderFor())).toMatch(message);
});

it('never falls back to a connection without encryption', () => {
  const choose = (issuerUrl: string, endpoint: string) =>
    chooseEndpoint({ issuer: issuerUrl, introspection_endpoint: endpoint }, issuerUrl, 'introspection');
  expect(() => choose('https://sso.example.com', 'http://sso.example.com/introspect')).toThrow(/without encryption/);
  expect(choose('https://sso.example.com', 'https://keys.example.com/introspect')).toMatch(/^https:/);
  expect(choose('http://sso.internal', 'http://sso.internal/introspect')).toMatch(/^http:/);
});
