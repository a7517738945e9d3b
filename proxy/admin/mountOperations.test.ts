import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import { authenticate } from './authenticate';
import { mountOperations } from './mountOperations';
import { operation } from './operation';
import { answerProblems } from './problem';
import type { Role } from './role';

const TOKEN = 'an-admin-token-for-tests';
const ROLES: Readonly<Record<string, Role>> = {
  [TOKEN]: 'admin',
  'a-viewer-token': 'viewer',
  'an-editor-token': 'editor',
};
const recognise = (token: string) => (ROLES[token] === undefined ? undefined : { name: token, role: ROLES[token] });
const COMMON = { role: 'viewer', tag: 'Test', summary: 'A test', problems: [] } as const;

const operations = [
  operation({
    ...COMMON,
    id: 'getThing',
    method: 'get',
    path: '/things/{number}',
    parameters: z.strictObject({
      number: z
        .string()
        .regex(/^[0-9]+$/, 'a number')
        .transform(Number),
    }),
    query: z.strictObject({ deep: z.enum(['true', 'false']).default('false') }),
    answers: { 200: { description: 'It' } },
    handle: ({ parameters, query, actor }) => ({
      status: 200,
      body: { ...parameters, ...query, actor: actor ?? null },
    }),
  }),
  operation({
    ...COMMON,
    id: 'listOfThings',
    method: 'get',
    path: '/things/all',
    answers: { 200: { description: 'Lines', mediaType: 'application/jsonl' } },
    handle: () => ({ status: 200, body: lines() }),
  }),
  operation({
    ...COMMON,
    id: 'changeThing',
    method: 'put',
    path: '/things/{number}',
    parameters: z.strictObject({ number: z.string() }),
    ifMatch: true,
    body: { schema: z.strictObject({ text: z.string() }) },
    answers: { 200: { description: 'It' } },
    handle: ({ body, expectedRevision, actor }) => ({
      status: 200,
      body: { ...body, expectedRevision, actor },
      headers: { ETag: '"8"' },
    }),
  }),
  operation({
    ...COMMON,
    id: 'checkThing',
    method: 'post',
    path: '/check',
    body: { schema: z.never(), carriesPolicy: true },
    answers: { 200: { description: 'Its size' } },
    handle: ({ bytes }) => ({ status: 200, body: Buffer.from(`{"size":${bytes.length}}`) }),
  }),
  operation({
    ...COMMON,
    id: 'largeThing',
    method: 'get',
    path: '/large',
    answers: { 200: { description: 'It' } },
    handle: () => ({ status: 200, body: LARGE }),
  }),
  operation({
    ...COMMON,
    id: 'changeLargeThing',
    method: 'put',
    role: 'editor',
    path: '/large',
    answers: { 200: { description: 'It' } },
    handle: () => ({ status: 200, body: LARGE }),
  }),
  operation({
    ...COMMON,
    id: 'endThing',
    method: 'delete',
    role: 'editor',
    path: '/things/{number}',
    parameters: z.strictObject({ number: z.string() }),
    answers: { 204: { description: 'Gone' } },
    handle: () => ({ status: 204 }),
  }),
];

const LARGE = new Uint8Array(100 * 1024 * 1024);

async function* lines() {
  yield '{"a":1}\n';
  yield '{"a":2}\n';
}

let server: Server;
let url: string;

beforeAll(async () => {
  const app = express();
  const actorOf = () => Promise.resolve({ name: 'carol', by: 'grafana-context' as const, token: 'default' });
  app.use('/v1', authenticate({ recognise }), mountOperations(operations, { actorOf }));
  app.use(answerProblems(pino({ level: 'silent' })));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const call = (path: string, { headers, ...init }: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(url + path, { ...init, headers: { Authorization: `Bearer ${TOKEN}`, ...headers } });

const JSON_BODY = { 'Content-Type': 'application/json' };

describe('an operation', () => {
  it('is given the parameters of its path and of its URL by their schemas', async () => {
    const answer = await call('/things/7?deep=true');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toEqual({ number: 7, deep: 'true', actor: null });
  });

  it('is given its body, the revision that it is based on, and who asks', async () => {
    const headers = { ...JSON_BODY, 'If-Match': '"7"' };
    const answer = await call('/things/7', { method: 'PUT', headers, body: '{"text":"x"}' });
    expect(answer.headers.get('etag')).toBe('"8"');
    expect(await answer.json()).toEqual({
      text: 'x',
      expectedRevision: 7,
      actor: { name: 'carol', by: 'grafana-context', token: 'default' },
    });
  });

  it('is given the bytes of a body with a policy as they came', async () => {
    const body = `${' '.repeat(2 * 1024 * 1024)}not json`;
    const answer = await call('/check', { method: 'POST', headers: JSON_BODY, body });
    expect(await answer.json()).toEqual({ size: body.length });
  });

  it('can answer in pieces, and without a body', async () => {
    const answer = await call('/things/all');
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(await answer.text()).toBe('{"a":1}\n{"a":2}\n');
    expect((await call('/things/7', { method: 'DELETE' })).status).toBe(204);
  });

  it('needs a token whose role reaches', async () => {
    const end = (token: string) =>
      call('/things/7', { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
    expect([(await end('an-editor-token')).status, (await end(TOKEN)).status]).toEqual([204, 204]);
    const refused = await end('a-viewer-token');
    expect([refused.status, await refused.json()]).toEqual([
      403,
      expect.objectContaining({
        code: 'role-insufficient',
        detail: 'this needs the role editor; the admin token a-viewer-token has the role viewer',
      }),
    ]);
    expect((await call('/things/7', { headers: { Authorization: 'Bearer a-viewer-token' } })).status).toBe(200);
  });

  it('answers HEAD as GET, without the body', async () => {
    for (const path of ['/things/7', '/things/all']) {
      const answer = await call(path, { method: 'HEAD' });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe('');
    }
  });
});

describe('what takes much memory', () => {
  it('is refused while much waits for clients that do not take it, but for what was changed', async () => {
    const slow = [await call('/large'), await call('/large')];
    const refused = await call('/large');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({ code: 'policy-desk-busy' });
    const changed = await call('/large', { method: 'PUT' });
    expect(changed.status).toBe(200);
    await Promise.all([...slow, changed].map(({ body }) => body?.cancel()));
    for (let waited = 0; waited < 5_000; waited += 50) {
      const answer = await call('/large');
      await answer.body?.cancel();
      if (answer.status === 200) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('there is room no more');
  });

  it('is taken for so many policies at a time, those of whoever publishes not among them', async () => {
    const { port } = server.address() as AddressInfo;
    const open = Array.from({ length: 32 }, () => {
      const headers = { ...JSON_BODY, Authorization: `Bearer ${TOKEN}`, 'Content-Length': '10' };
      const upload = request({ host: '127.0.0.1', port, path: '/v1/check', method: 'POST', headers });
      upload.on('error', () => undefined);
      upload.flushHeaders();
      return upload;
    });
    let refused: Response | undefined;
    for (let waited = 0; waited < 5_000 && refused?.status !== 503; waited += 50) {
      refused = await call('/check', { method: 'POST', headers: JSON_BODY, body: '{}' });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await refused?.json()).toMatchObject({ code: 'policy-desk-busy' });
    open.forEach((upload) => upload.destroy());
    let taken = refused;
    for (let waited = 0; waited < 5_000 && taken?.status !== 200; waited += 50) {
      taken = await call('/check', { method: 'POST', headers: JSON_BODY, body: '{}' });
    }
    expect(taken?.status).toBe(200);
  });
});

describe('what an operation does not know', () => {
  const headers = { ...JSON_BODY, 'If-Match': '"7"' };
  const latin1 = Buffer.from('{"text":"Zoë"}', 'latin1');

  it.each<[string, string, RequestInit & { headers?: Record<string, string> }, number, string]>([
    ['a parameter of the path', '/things/seven', {}, 404, 'not-found'],
    ['a parameter of the URL', '/things/7?depth=1', {}, 400, 'query-invalid'],
    ['a parameter where none is taken', '/things/all?x=1', {}, 400, 'query-invalid'],
    ['a parameter twice', '/things/7?deep=true&deep=true', {}, 400, 'query-invalid'],
    ['another case', '/Things/7', {}, 404, 'not-found'],
    ['a broken escape', '/things/%ff', {}, 400, 'query-invalid'],
    ['a change without a revision', '/things/7', { method: 'PUT', headers: JSON_BODY }, 428, 'if-match-missing'],
    ['a change without a body', '/things/7', { method: 'PUT', headers }, 400, 'body-invalid'],
    ['bad JSON', '/things/7', { method: 'PUT', headers, body: '{' }, 400, 'body-invalid'],
    ['bytes that are no UTF-8', '/things/7', { method: 'PUT', headers, body: latin1 }, 400, 'body-invalid'],
    ['a key twice', '/things/7', { method: 'PUT', headers, body: '{"text":"a","text":"b"}' }, 400, 'body-invalid'],
    [
      'UTF-16',
      '/things/7',
      { method: 'PUT', headers: { ...headers, 'Content-Type': 'application/json; charset=utf-16' }, body: '{}' },
      400,
      'body-invalid',
    ],
    [
      'a compressed body',
      '/things/7',
      { method: 'PUT', headers: { ...headers, 'Content-Encoding': 'gzip' }, body: '{}' },
      400,
      'body-invalid',
    ],
    ['a large body', '/things/7', { method: 'PUT', headers, body: ' '.repeat(1_048_577) }, 413, 'body-too-large'],
    ['another member', '/things/7', { method: 'PUT', headers, body: '{"text":"a","b":1}' }, 400, 'body-invalid'],
  ])('%s', async (_name, path, init, status, code) => {
    const answer = await call(path, init);
    // What no route takes is the application's to answer.
    if (status !== 404 || path.startsWith('/things')) {
      expect(await answer.json()).toMatchObject({ code });
    }
    expect(answer.status).toBe(status);
  });

  it.each([
    ['/things/7', 'PATCH', 'GET, HEAD, PUT, DELETE'],
    ['/things/all', 'PUT', 'GET, HEAD'],
    ['/check', 'GET', 'POST'],
    ['/check', 'OPTIONS', 'POST'],
  ])('at %s is %s', async (path, method, allow) => {
    const answer = await call(path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(await answer.json()).toMatchObject({ code: 'method-not-allowed' });
  });
});
