import fc from 'fast-check';
import {
  ApiDocument,
  type DescribedOperation,
  type JsonSchema,
  type ReceivedAnswer,
} from './support/openApi/apiDocument';
import { arbitraryOf } from './support/openApi/arbitraryOf';
import { mutationsOf } from './support/openApi/mutate';
import { type Issuer, startIssuer } from './support/startIssuer';
import { ADMIN_TOKEN, type Proxy, startProxy } from './support/startProxy';

const SEED = Number(process.env.GATEHOUSE_TEST_SEED ?? 20_261_122);
const VALID = 15;
const INVALID = 25;

const TOKENS = {
  viewer: 'the-token-of-a-viewer',
  editor: 'the-token-of-an-editor',
  admin: ADMIN_TOKEN,
} as const;
type Role = keyof typeof TOKENS;
const ROLES: readonly Role[] = ['viewer', 'editor', 'admin'];

/** They answer what is wrong with a policy, instead of refusing it. */
const JUDGES: ReadonlySet<string> = new Set(['validatePolicy']);

/**
 * They succeed only in places that this test does not make, and have tests of their own: with a proposal that waits, with a
 * backend that answers, for somebody of an issuer that is configured, with a refusal that an answer has named.
 */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'getProposal',
  'getProposedPolicy',
  'approveProposal',
  'rejectProposal',
  'withdrawProposal',
  'listLabels',
  'listLabelValues',
  'countSeries',
  'explain',
  'explainRefusal',
]);

let issuer: Issuer;
let proxy: Proxy;
let api: ApiDocument;
/** What answers have named, by resource and parameter: `credentials id`. */
const harvest = new Map<string, unknown[]>();
/** The statuses that each operation was answered with. */
const statuses = new Map<string, Set<number>>();

beforeAll(async () => {
  issuer = await startIssuer();
  proxy = await startProxy({
    configOverrides: {
      admin: {
        listen: '127.0.0.1:0',
        token: ADMIN_TOKEN,
        tokens: [
          { name: 'reader', role: 'viewer', token: TOKENS.viewer },
          { name: 'writer', role: 'editor', token: TOKENS.editor },
        ],
      },
      issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
    },
  });
  api = new ApiDocument(await (await fetch(`${proxy.adminUrl}/v1/openapi.json`)).json());
  // So that there is somebody who came, and somebody who was refused.
  await fetch(`${proxy.url}/api/v1/query?query=up`, { headers: { Authorization: `Bearer ${await issuer.token()}` } });
  await fetch(`${proxy.url}/api/v1/query?query=up`);
  await proxy.put({ tenants: [{ name: 'acme', backend: 'cluster', account: 1 }], mappings: [] });
}, 60_000);

afterAll(async () => {
  await proxy.stop();
  await issuer.close();
});

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

async function send({ method, path, headers, body }: Sent): Promise<ReceivedAnswer & { headers: Headers }> {
  const response = await fetch(`${proxy.adminUrl}/v1${path}`, { method, headers, body });
  const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  return { status: response.status, mediaType, text: await response.text(), headers: response.headers };
}

const as = (role: Role) => ({ Authorization: `Bearer ${TOKENS[role]}` });

/** Sends a request, holds the answer to the document, and remembers what it names. */
async function ask(operation: DescribedOperation, sent: Sent): Promise<ReceivedAnswer> {
  const answer = await send(sent);
  const misfit = answer.status === 500 ? 'an internal error' : api.misfit(operation, answer);
  if (misfit !== undefined) {
    const { method, path, headers, body } = sent;
    const told = JSON.stringify({ method, path, headers, body: body?.toString().slice(0, 2_000) });
    throw new Error(
      `${operation.operationId}: ${misfit}\nasked: ${told}\nanswered: ${answer.status} ${answer.text.slice(0, 1_000)}`
    );
  }
  const known = statuses.get(operation.operationId) ?? new Set();
  statuses.set(operation.operationId, known.add(answer.status));
  if (answer.status < 300 && answer.mediaType === 'application/json') {
    remember(operation.path.split('/')[1] ?? '', JSON.parse(answer.text));
  }
  return answer;
}

function remember(resource: string, value: unknown): void {
  if (Array.isArray(value)) {
    value.slice(0, 20).forEach((one) => remember(resource, one));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      if (typeof one === 'object') {
        remember(resource, one);
      } else {
        const place = `${resource} ${key}`;
        harvest.set(place, [...(harvest.get(place) ?? []).slice(-20), one]);
      }
    }
  }
}

const generated = (schema: JsonSchema) => arbitraryOf(schema, (reference) => api.resolve(reference));

/** A value that the schema lets through, by the validator's judgement too. */
const valid = (schema: JsonSchema) => generated(schema).filter((value) => api.problemOf(schema, value) === undefined);

/** Values of parameters: what answers have named, or what the schema makes. */
function valueOf(operation: DescribedOperation, { name, schema }: DescribedOperation['parameters'][number]) {
  const [, resource = ''] = operation.path.split('/');
  const named = { 'If-Match': 'policy revision', name: 'configuration name' }[name] ?? `${resource} ${name}`;
  const known = harvest.get(named) ?? [];
  const text = name === 'If-Match' ? (value: unknown) => `"${String(value)}"` : String;
  return known.length === 0
    ? valid(schema).map(String)
    : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known.slice(-3)).map(text) }, valid(schema).map(String));
}

/** Requests as the document describes them. */
function requestsOf(operation: DescribedOperation, { optional = true } = {}): fc.Arbitrary<Sent> {
  const of = (place: 'path' | 'query' | 'header') => {
    const parameters = operation.parameters.filter((one) => one.in === place && (optional || one.required));
    return fc.record(Object.fromEntries(parameters.map((one) => [one.name, valueOf(operation, one)])), {
      requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name),
    });
  };
  const content = operation.requestBody?.content['application/json'];
  const body = content === undefined ? fc.constant(undefined) : valid(content.schema).map((it) => JSON.stringify(it));
  return fc
    .record({ path: of('path'), query: of('query'), headers: of('header'), body, role: fc.constant('admin' as const) })
    .map(({ path, query, headers, body: text, role }) => ({
      method: operation.method,
      path: withQuery(fill(operation.path, path), query),
      headers: {
        ...as(role),
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, printable(String(value))])),
        ...(text === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: text,
    }));
}

function fill(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => escaped(String(values[name])) || '-');
}

function withQuery(path: string, query: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(query).map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`);
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

/** `.` and `..` would lead elsewhere, and half of a surrogate pair has no escape. */
function escaped(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '')).replace(/^\.+$/, '-');
}

function printable(text: string): string {
  return text.replace(/[^ -~]/g, '');
}

/** Finds out what a change would be based on. */
async function latest({ parameters }: DescribedOperation): Promise<void> {
  if (!parameters.some(({ name }) => name === 'If-Match')) {
    return;
  }
  const policy = api.operations.find(({ operationId }) => operationId === 'getPolicy');
  if (policy !== undefined) {
    await ask(policy, { method: 'GET', path: '/policy', headers: as('viewer') });
  }
}

/** Some of the arbitrary's values, the same each time. */
const some = <T>(arbitrary: fc.Arbitrary<T>, count: number) => fc.sample(arbitrary, { numRuns: count, seed: SEED });

/** Those that read come first, so that there is something to name. */
const inOrder = () => api.operations.toSorted((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
const rank = ({ method, path }: DescribedOperation) =>
  ['POST', 'PUT', 'GET', 'PATCH', 'DELETE'].indexOf(method) + (path.includes('{') ? 10 : 0);

test('every operation answers as described to what is described', async () => {
  for (const operation of inOrder()) {
    for (let round = 0; round < VALID; round += 1) {
      await latest(operation);
      const [request] = fc.sample(requestsOf(operation, { optional: round > 0 }), { numRuns: 1, seed: SEED + round });
      if (request !== undefined) {
        const { status, text } = await ask(operation, request);
        expect([operation.operationId, status, text]).not.toEqual([operation.operationId, 401, expect.anything()]);
        expect([operation.operationId, status, text]).not.toEqual([operation.operationId, 403, expect.anything()]);
      }
    }
  }
  const unanswered = api.operations
    .filter(({ operationId }) => ![...(statuses.get(operationId) ?? [])].some((status) => status < 300))
    .map(({ operationId }) => operationId)
    .filter((operationId) => !ELSEWHERE.has(operationId));
  expect(unanswered).toEqual([]);
}, 240_000);

test('every operation refuses bodies that are not as described, and never fails over them', async () => {
  const refused = new Map<string, number>();
  for (const operation of inOrder()) {
    const content = operation.requestBody?.content['application/json'];
    if (content === undefined) {
      continue;
    }
    await latest(operation);
    const bodies = valid(content.schema).chain((value) => mutationsOf(value));
    const requests = fc.record({ request: requestsOf(operation), body: bodies });
    for (const { request, body } of some(requests, INVALID)) {
      const { status } = await ask(operation, { ...request, body: JSON.stringify(body) ?? '' });
      refused.set(operation.operationId, (refused.get(operation.operationId) ?? 0) + (status >= 400 ? 1 : 0));
      // What the schema refuses the operation does not take, unless it is there to say what is wrong with it.
      if (!JUDGES.has(operation.operationId) && api.problemOf(content.schema, asSent(body)) !== undefined) {
        expect([operation.operationId, JSON.stringify(body), status < 300]).toEqual([
          operation.operationId,
          JSON.stringify(body),
          false,
        ]);
      }
    }
    const text = some(valid(content.schema), 1).map((value) => JSON.stringify(value))[0] ?? '{}';
    for (const [what, body, mediaType] of hostileBodies(text)) {
      const [request] = some(requestsOf(operation), 1);
      const headers = { ...request?.headers, 'Content-Type': mediaType };
      const { status } = await ask(operation, { ...(request ?? never()), headers, body });
      expect([operation.operationId, what, [400, 413, 428].includes(status)]).toEqual([
        operation.operationId,
        what,
        true,
      ]);
    }
  }
  expect([...refused.values()].every((count) => count > 0)).toBe(true);
}, 240_000);

function hostileBodies(text: string): Array<[string, string | Uint8Array<ArrayBuffer>, string]> {
  const json = 'application/json';
  return [
    ['nothing', '', json],
    ['half of it', text.slice(0, -1), json],
    ['two of it', text + text, json],
    ['bytes that are no UTF-8', Uint8Array.from([...Buffer.from(text.slice(0, -1)), 0xff, 0xfe, 0x7d]), json],
    ['UTF-16', Uint8Array.from(Buffer.from(text, 'utf16le')), json],
    ['a byte order mark', `\ufeff${text}`, json],
    ['a deep list', '['.repeat(100_000) + ']'.repeat(100_000), json],
    ['a deep object', '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000), json],
    ['a key twice', `{"comment":"a",${text.slice(1, -1) || '"x":1'},"comment":"b"}`, json],
    ['a form', 'a=b', 'application/x-www-form-urlencoded'],
    ['text', text, 'text/plain'],
    ['another spelling of JSON', text, 'application/vnd.api+json'],
    ['more than there is room for', `{"a":"${'x'.repeat(34 * 1024 * 1024)}"}`, json],
  ];
}

/** What is left of a value on its way: members that are undefined are not sent. */
function asSent(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body) ?? 'null');
}

function never(): never {
  throw new Error('nothing was made');
}

test('every operation refuses parameters that are not described', async () => {
  for (const operation of inOrder()) {
    await latest(operation);
    for (const request of some(requestsOf(operation), 3)) {
      const separator = request.path.includes('?') ? '&' : '?';
      for (const more of ['unknown=1', '__proto__=1', 'a[b]=c', '%ff=1', '=']) {
        const { status } = await ask(operation, { ...request, path: `${request.path}${separator}${more}` });
        expect([operation.operationId, more, status]).toEqual([operation.operationId, more, 400]);
      }
    }
    for (const parameter of operation.parameters.filter((one) => one.in !== 'header')) {
      const [request = never()] = some(requestsOf(operation), 1);
      for (const strange of [
        '',
        ' ',
        '-1',
        '1e3',
        '0x10',
        '9'.repeat(40),
        'x'.repeat(5_000),
        '\u0000',
        '"',
        "' or 1=1",
      ]) {
        const path =
          parameter.in === 'path'
            ? operation.path
                .replace(`{${parameter.name}}`, encodeURIComponent(strange) || '%20')
                .replace(/\{\w+\}/g, 'a')
            : withQuery(request.path.split('?')[0] ?? '', { [parameter.name]: strange });
        await ask(operation, { ...request, path });
      }
    }
  }
}, 240_000);

test('every operation asks for a token whose role reaches, and for nothing else first', async () => {
  for (const operation of inOrder()) {
    await latest(operation);
    const [request = never()] = some(requestsOf(operation), 1);
    const { Authorization: _token, ...headers } = request.headers;
    const codes: Record<string, string> = {};
    for (const [who, authorization] of [
      ['nobody', undefined],
      ['somebody', 'Bearer something-that-is-no-admin-token'],
      ['another scheme', `Basic ${TOKENS.admin}`],
    ] as const) {
      const sent = { ...headers, ...(authorization === undefined ? {} : { Authorization: authorization }) };
      const { status, text } = await ask(operation, { ...request, headers: sent });
      codes[who] = `${status} ${codeIn(text)}`;
    }
    expect({ [operation.operationId]: codes }).toEqual({
      [operation.operationId]: {
        nobody: '401 admin-token-missing',
        somebody: '401 admin-token-wrong',
        'another scheme': '401 admin-token-missing',
      },
    });
    for (const role of ROLES) {
      const { status, text } = await ask(operation, { ...request, headers: { ...headers, ...as(role) } });
      const reaches = ROLES.indexOf(role) >= ROLES.indexOf(operation['x-role']);
      expect([operation.operationId, role, status === 403 && codeIn(text) === 'role-insufficient']).toEqual([
        operation.operationId,
        role,
        !reaches,
      ]);
    }
  }
}, 240_000);

test('a path knows its methods, and there are no other paths', async () => {
  const paths = new Set(api.operations.map(({ path }) => path));
  for (const path of paths) {
    const known = api.operations.filter((one) => one.path === path).map(({ method }) => method);
    for (const method of ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      if (!known.includes(method)) {
        const answer = await send({ method, path: path.replace(/\{\w+\}/g, '1'), headers: as('viewer') });
        expect([path, method, answer.status, codeIn(answer.text)]).toEqual([path, method, 405, 'method-not-allowed']);
        const allowed = (answer.headers.get('allow') ?? '').split(', ').filter((one) => one !== 'HEAD');
        expect(allowed.toSorted()).toEqual(known.toSorted());
      }
    }
    for (const other of [`${path}/`, path.toUpperCase(), `${path}x`, `/x${path}`].map((one) =>
      one.replace(/\{\w+\}/g, '1')
    )) {
      if (api.find('GET', other) === undefined) {
        const answer = await send({ method: 'GET', path: other, headers: as('admin') });
        expect([other, [404, 405].includes(answer.status)]).toEqual([other, true]);
      }
    }
  }
}, 120_000);

test('HEAD is answered like GET, without the body', async () => {
  for (const operation of api.operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
    const [request = never()] = some(requestsOf(operation), 1);
    const [get, head] = [await send(request), await send({ ...request, method: 'HEAD' })];
    expect([operation.operationId, head.status, head.text]).toEqual([operation.operationId, get.status, '']);
  }
}, 60_000);

test('nothing of all this has failed inside', () => {
  expect(proxy.events('admin-failed')).toEqual([]);
  expect(proxy.events('crashed')).toEqual([]);
});

function codeIn(text: string): string {
  const document: unknown = JSON.parse(text);
  return typeof document === 'object' && document !== null && 'code' in document ? String(document.code) : '';
}
