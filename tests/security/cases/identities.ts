import type { Sender } from '../senders';
import { type Expectation, FORM, refused, type SecurityCase, shown } from './case';

const QUERY = 'GET /backend/{backend}/api/v1/query?query=probe';
const FORM_QUERY = 'POST /backend/{backend}/api/v1/query?query=probe';
const missing = refused(401, 'token-missing');
const invalid = refused(401, 'token-invalid');
const unused = refused(401, 'credential-unused');
const unknown = refused(401, 'credential-invalid');

type Row = readonly [name: string, from: Sender, headers: readonly string[], expect: Expectation];

const GRAFANA = 'X-Grafana-Id: {grafana}';
const ALERT = ['X-Gatehouse-Credential: {credential}', 'FromAlert: true'];

/** Who is known to Grafana alone, and who only pretends to be. */
const OF_GRAFANA: readonly Row[] = [
  ['a user of Grafana', 'gretchen', [GRAFANA], shown],
  ['a user of Grafana, with Bearer', 'gretchen', ['X-Grafana-Id: Bearer {grafana}'], shown],
  ['a user of Grafana beside a token of nobody we know', 'gretchen', [GRAFANA, 'Authorization: Bearer opaque'], shown],
  ['an anonymous visitor', 'nobody', ['X-Grafana-Id: {visitor}'], invalid],
  ['a Grafana that we do not know', 'nobody', ['X-Grafana-Id: {forged}'], invalid],
  ['another one’s token in X-Grafana-Id', 'nobody', ['X-Grafana-Id: {token}'], invalid],
  ['Grafana’s token in Authorization', 'nobody', ['Authorization: Bearer {grafana}'], invalid],
  ['Grafana’s token in X-Id-Token', 'nobody', ['X-Id-Token: {grafana}'], invalid],
  ['Grafana’s token twice', 'nobody', [GRAFANA, GRAFANA], invalid],
  ['Grafana’s token cannot save an expired one', 'expired', [GRAFANA], refused(401, 'token-expired')],
  ['Grafana’s token cannot save a forged one', 'stranger', [GRAFANA], invalid],
  ['Grafana’s token changes nothing for who has one', 'bob', [GRAFANA], shown],
  ['nor a visitor’s', 'alice', ['X-Grafana-Id: {visitor}'], shown],
];

/** Machines with a credential, and people who get hold of one. */
const OF_CREDENTIALS: readonly Row[] = [
  ['as Bearer', 'meter', ['Authorization: Bearer {credential}'], shown],
  ['by basic auth', 'meter', ['Authorization: Basic {basic}'], shown],
  ['for a rule of Grafana’s', 'meter', ALERT, shown],
  ['for a rule, and basic auth of the data source', 'meter', [...ALERT, 'Authorization: Basic YTpi'], shown],
  ['without FromAlert', 'nobody', ['X-Gatehouse-Credential: {credential}'], unused],
  ['FromAlert: false', 'nobody', ['X-Gatehouse-Credential: {credential}', 'FromAlert: false'], unused],
  ['FromAlert: TRUE', 'nobody', ['X-Gatehouse-Credential: {credential}', 'FromAlert: TRUE'], unused],
  ['FromAlert: 1', 'nobody', ['X-Gatehouse-Credential: {credential}', 'FromAlert: 1'], unused],
  ['FromAlert twice', 'nobody', [...ALERT, 'FromAlert: true'], invalid],
  ['the credential twice', 'nobody', [...ALERT, 'X-Gatehouse-Credential: {credential}'], invalid],
  ['a person says FromAlert', 'alice', ALERT, shown],
  ['a person of whom nothing is granted says FromAlert', 'mallory', ALERT, refused(403, 'no-mapping')],
  ['who is expired says FromAlert', 'expired', ALERT, refused(401, 'token-expired')],
  ['who forged a token says FromAlert', 'stranger', ALERT, invalid],
  ['who has an opaque token says FromAlert', 'nobody', [...ALERT, 'Authorization: Bearer x'], invalid],
  ['an empty token beside FromAlert', 'nobody', [...ALERT, 'Authorization: Bearer'], invalid],
  ['a user of Grafana says FromAlert', 'gretchen', [...ALERT, GRAFANA], shown],
  ['an anonymous visitor says FromAlert', 'nobody', [...ALERT, 'X-Grafana-Id: {visitor}'], invalid],
  ['who breaks X-Grafana-Id says FromAlert', 'nobody', [...ALERT, 'X-Grafana-Id: x'], invalid],
  ['who empties X-Grafana-Id says FromAlert', 'nobody', [...ALERT, 'X-Grafana-Id:'], invalid],
  ['an ID token beside FromAlert', 'carol', [...ALERT, 'X-Id-Token: {token}'], shown],
  ['Bearer, and a user of Grafana', 'nobody', ['Authorization: Bearer {credential}', GRAFANA], unused],
  [
    'Bearer, and an anonymous visitor',
    'nobody',
    ['Authorization: Bearer {credential}', 'X-Grafana-Id: {visitor}'],
    unused,
  ],
  ['Bearer, and an ID token', 'nobody', ['Authorization: Bearer {credential}', 'X-Id-Token: {token}'], unused],
  [
    'Bearer, passed on by Grafana for a user',
    'nobody',
    ['Authorization: Bearer {credential}', 'X-Forwarded-For: ::1', 'User-Agent: Grafana/13.2.2'],
    unused,
  ],
  ['for a rule, passed on for a user', 'nobody', [...ALERT, 'X-Forwarded-For: ::1'], unused],
  ['basic auth, and a user of Grafana', 'nobody', ['Authorization: Basic {basic}', GRAFANA], unused],
  ['in X-Id-Token', 'nobody', ['X-Id-Token: {credential}'], invalid],
  ['in X-Grafana-Id', 'nobody', ['X-Grafana-Id: {credential}'], invalid],
  ['in a cookie', 'nobody', ['Cookie: credential={credential}; gate={credential}'], missing],
  ['in Proxy-Authorization', 'nobody', ['Proxy-Authorization: Bearer {credential}'], missing],
  ['in DD-API-KEY', 'nobody', ['DD-API-KEY: {credential}'], missing],
  ['without Bearer', 'nobody', ['Authorization: {credential}'], invalid],
  ['as Token', 'nobody', ['Authorization: Token {credential}'], invalid],
  ['with something behind it', 'nobody', ['Authorization: Bearer {credential}x'], unknown],
  ['with a space behind it', 'nobody', ['Authorization: Bearer {credential} x'], unknown],
  ['that nobody made', 'nobody', [`Authorization: Bearer gate_${'A'.repeat(43)}`], unknown],
  ['its beginning', 'nobody', ['Authorization: Bearer gate_'], unknown],
  ['__proto__', 'nobody', ['Authorization: Bearer gate___proto__'], unknown],
  ['under another name', 'nobody', [`Authorization: Basic ${Buffer.from('x:gate_y').toString('base64')}`], unknown],
];

const rows = (title: string, all: readonly Row[]) =>
  all.flatMap(([name, from, headers, expect]): SecurityCase[] =>
    [QUERY, FORM_QUERY].map((request) => ({
      name: `${title} ${name}: ${request.split(' ')[0]}`,
      from,
      request,
      headers: request === FORM_QUERY ? [FORM, ...headers] : headers,
      anew: true,
      expect,
    }))
  );

const inUrls: SecurityCase[] = ['{credential}', '{grafana}'].flatMap((secret) => [
  {
    name: `${secret} in the URL is never read`,
    from: 'nobody',
    request: `${QUERY}&access_token=${secret}&token=${secret}&authKey=${secret}`,
    expect: missing,
  },
  {
    name: `${secret} in the form is never read`,
    from: 'nobody',
    request: FORM_QUERY,
    headers: [FORM],
    body: `query=probe&access_token=${secret}`,
    expect: missing,
  },
]);

const writes: SecurityCase[] = [
  {
    name: 'a credential that reads does not write',
    from: 'meter',
    request: 'POST /backend/{backend}/api/v1/import',
    headers: ['Authorization: Bearer {credential}'],
    body: '{}',
    expect: refused(403, 'write-not-granted'),
  },
  {
    name: 'a credential reads no other tenant',
    from: 'meter',
    request: 'GET /tenant/acme/api/v1/query?query=probe',
    headers: ['Authorization: Bearer {credential}'],
    expect: refused(403, 'tenant-not-granted'),
  },
];

/** By which headers somebody is known, beside the tokens of an identity provider. */
export const IDENTITIES: readonly SecurityCase[] = [
  ...rows('Grafana’s identity:', OF_GRAFANA),
  ...rows('a credential', OF_CREDENTIALS),
  ...inUrls,
  ...writes,
];
