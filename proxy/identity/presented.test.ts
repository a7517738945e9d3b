import type { IncomingHttpHeaders } from 'node:http';
import { configSchema } from '../config/schema';
import { makeSecret } from './credentials/secret';
import { presentedBy } from './presented';

const SECRET = makeSecret();
const issuers = configSchema.shape.issuers.parse([
  { name: 'keycloak', issuer: 'https://sso.example.com', audience: ['grafana'] },
  {
    name: 'pomerium',
    issuer: 'https://grafana.example.com',
    audience: ['g'],
    tokenHeaders: ['X-Pomerium-Jwt-Assertion'],
  },
]);
const read = presentedBy(issuers);

function present(headers: IncomingHttpHeaders) {
  const raw = Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
  const presented = read(raw, headers);
  if ('ok' in presented) {
    return `${presented.status} ${presented.reason}, told ${presented.publicReason}`;
  }
  return presented.by === 'tokens'
    ? presented.tokens.map(({ header, token }) => `${header}: ${token}`)
    : { ...presented.credential, secret: presented.credential.secret === SECRET ? 'the secret' : 'another' };
}

const basic = (name: string, password: string) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

describe('tokens', () => {
  test.each<[string, IncomingHttpHeaders, string[] | string]>([
    ['with Bearer', { authorization: 'Bearer a.b.c' }, ['authorization: a.b.c']],
    ['with bearer in lower case and a tab', { authorization: 'bearer\ta.b.c' }, ['authorization: a.b.c']],
    ['without Bearer', { 'x-id-token': 'a.b.c' }, ['x-id-token: a.b.c']],
    ['opaque ones', { authorization: 'Bearer ya29.A0/b+c~d_e-f==' }, ['authorization: ya29.A0/b+c~d_e-f==']],
    [
      'in each header that an issuer names',
      { authorization: 'Bearer a', 'x-pomerium-jwt-assertion': 'b' },
      ['authorization: a', 'x-pomerium-jwt-assertion: b'],
    ],
    ['in a header that no issuer names', { 'x-grafana-id': 'a.b.c' }, '401 token-missing, told token-missing'],
    ['in no header', {}, '401 token-missing, told token-missing'],
    ['two in one header', { authorization: 'Bearer a.b.c, Bearer d.e.f' }, '401 token-malformed, told token-invalid'],
    ['Bearer twice', { authorization: 'Bearer Bearer a.b.c' }, '401 token-malformed, told token-invalid'],
    ['nothing behind Bearer', { authorization: 'Bearer ' }, '401 token-malformed, told token-invalid'],
    ['quotes', { authorization: 'Bearer "a.b.c"' }, '401 token-malformed, told token-invalid'],
    [
      'somebody else’s basic auth',
      { authorization: basic('grafana', 'pw') },
      '401 token-malformed, told token-invalid',
    ],
    ['49 KiB', { authorization: `Bearer ${'a'.repeat(49 * 1024)}` }, '401 token-malformed, told token-invalid'],
  ])('%s', (_name, headers, expected) => {
    expect(present(headers)).toEqual(expected);
  });

  test.each(['Authorization', 'X-Id-Token', 'X-Grafana-Id', 'X-Gatehouse-Credential', 'FromAlert'])(
    'prove nobody when %s stands twice',
    (header) => {
      const name = header.toLowerCase();
      expect(read([header, 'a', name.toUpperCase(), 'b'], { [name]: 'a, b' })).toMatchObject({
        reason: 'token-repeated',
      });
    }
  );
});

describe('a credential', () => {
  const bearer = { authorization: `Bearer ${SECRET}` };
  const fixed = { 'x-gatehouse-credential': SECRET };
  const alert = { ...fixed, fromalert: 'true' };
  const unused = '401 credential-unused, told credential-unused';
  const withUser = '401 credential-with-user, told credential-unused';
  const passedOn = { 'x-forwarded-for': '10.0.0.1', 'user-agent': 'Grafana/13.2.2' };
  const bySecret = { secret: 'the secret', name: undefined };

  test.each<[string, IncomingHttpHeaders, object | string]>([
    ['as Bearer', bearer, bySecret],
    ['by basic auth', { authorization: basic('vmagent', SECRET) }, { secret: 'the secret', name: 'vmagent' }],
    ['by basic auth without a name', { authorization: basic('', SECRET) }, { secret: 'the secret', name: '' }],
    ['that only begins like one', { authorization: 'Bearer gate_x' }, { secret: 'another', name: undefined }],
    ['in Authorization without Bearer', { authorization: SECRET }, '401 token-malformed, told token-invalid'],
    ['in another header for tokens', { 'x-id-token': SECRET }, '401 token-malformed, told token-invalid'],
    ['in Authorization beside an ID token', { ...bearer, 'x-id-token': 'a.b.c' }, withUser],
    ['in Authorization beside Grafana’s ID', { ...bearer, 'x-grafana-id': 'forged' }, withUser],
    ['in Authorization beside another issuer’s token', { ...bearer, 'x-pomerium-jwt-assertion': '' }, withUser],
    ['in Authorization, passed on by Grafana for a user', { ...bearer, ...passedOn }, withUser],
    ['in Authorization, passed on without Grafana’s name', { ...bearer, 'x-forwarded-for': '::1' }, withUser],
    ['in Authorization, through a load balancer', { ...bearer, ...passedOn, 'user-agent': 'vmagent' }, bySecret],
    ['by basic auth, passed on by Grafana', { ...passedOn, authorization: basic('vmagent', SECRET) }, withUser],
    ['in Authorization, FromAlert or not', { ...bearer, fromalert: 'false' }, bySecret],
    ['in the static header of a rule', alert, bySecret],
    ['in the static header, with Bearer', { ...alert, 'x-gatehouse-credential': `Bearer ${SECRET}` }, bySecret],
    ['in the static header without FromAlert', fixed, unused],
    ['in the static header, FromAlert: false', { ...alert, fromalert: 'false' }, unused],
    ['in the static header, FromAlert: TRUE', { ...alert, fromalert: 'TRUE' }, unused],
    ['in the static header, FromAlert: true, true', { ...alert, fromalert: 'true, true' }, unused],
    ['in the static header, and a user’s token', { ...alert, authorization: 'Bearer a.b.c' }, ['authorization: a.b.c']],
    [
      'in the static header, and a user’s broken token',
      { ...alert, authorization: 'Bearer' },
      '401 token-malformed, told token-invalid',
    ],
    ['in the static header, and an ID token', { ...alert, 'x-id-token': 'a.b.c' }, ['x-id-token: a.b.c']],
    [
      'in the static header, and Grafana’s ID, which no issuer reads',
      { ...alert, 'x-grafana-id': 'a.b.c' },
      '401 token-missing, told token-missing',
    ],
    [
      'in the static header, and basic auth of the data source',
      { ...alert, authorization: basic('g', 'pw') },
      bySecret,
    ],
    ...['authorization', 'x-id-token', 'x-grafana-id', 'x-grafana-user', 'x-pomerium-jwt-assertion'].map(
      (header): [string, IncomingHttpHeaders, string] => [
        `in the static header, and ${header}, even if it is empty`,
        { ...alert, [header]: '' },
        expect.stringMatching(/^401 token-(missing|malformed)/),
      ]
    ),
    ...['10.0.0.7', 'unknown', ''].map((address): [string, IncomingHttpHeaders, string] => [
      `in the static header of a request that Grafana passes on for somebody at ${address || 'nowhere'}`,
      { ...alert, 'x-forwarded-for': address },
      '401 credential-forwarded, told credential-unused',
    ]),
    [
      'as Bearer behind a load balancer',
      { ...bearer, 'user-agent': 'Prometheus/3', 'x-forwarded-for': '10.0.0.7' },
      bySecret,
    ],
    ['in Authorization beside the name of a user of Grafana', { ...bearer, 'x-grafana-user': 'alice' }, withUser],
    ['in both', { ...alert, ...bearer, 'x-gatehouse-credential': makeSecret() }, bySecret],
    [
      'that is none, in the static header',
      { ...alert, 'x-gatehouse-credential': 'secret' },
      '401 credential-malformed, told credential-invalid',
    ],
  ])('%s', (_name, headers, expected) => {
    expect(present(headers)).toEqual(expected);
  });
});

describe('where no issuer reads Authorization', () => {
  const readOther = presentedBy(
    configSchema.shape.issuers.parse([
      { name: 'grafana', kind: 'grafana', issuer: 'https://grafana.example.com', audience: ['org:1'] },
    ])
  );
  const alert = { 'x-gatehouse-credential': SECRET, fromalert: 'true' };

  test.each<[string, IncomingHttpHeaders, object]>([
    [
      'a token there is a user’s all the same',
      { ...alert, authorization: 'Bearer a.b.c' },
      { reason: 'token-missing' },
    ],
    ['basic auth there is the data source’s', { ...alert, authorization: basic('g', 'pw') }, { by: 'credential' }],
    ['a credential there is a machine’s', { authorization: `Bearer ${SECRET}` }, { by: 'credential' }],
  ])('%s', (_name, headers, expected) => {
    expect(readOther(Object.entries(headers).flat().map(String), headers)).toMatchObject(expected);
  });
});
