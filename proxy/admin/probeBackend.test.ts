import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { backendSchema } from '../config/schema';
import { probeBackend } from './probeBackend';

let server: Server;
let url: string;
let asked: string[];
let status: number;

beforeEach(async () => {
  asked = [];
  status = 200;
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, { Location: 'http://127.0.0.1:9/' }).end('OK');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe('probing a backend', () => {
  it('asks a single node for its health', async () => {
    expect(await probeBackend(backendSchema.parse({ name: 'single', kind: 'victoriametrics', url }))).toEqual({
      name: 'single',
      kind: 'victoriametrics',
      reachable: true,
      detail: 'answers',
      urls: [{ url, up: true }],
    });
    expect(asked).toEqual(['/health']);
  });

  it('asks Mimir whether it is ready', async () => {
    expect(await probeBackend(backendSchema.parse({ name: 'mimir', kind: 'mimir', url }))).toMatchObject({
      reachable: true,
    });
    expect(asked).toEqual(['/ready']);
  });

  it('asks every part of a cluster, and is reachable only when all answer', async () => {
    const cluster = backendSchema.parse({
      name: 'c',
      kind: 'victoriametrics-cluster',
      read: [url, 'http://127.0.0.1:9'],
      write: [`${url}/insert`],
    });
    expect(await probeBackend(cluster)).toMatchObject({
      reachable: false,
      detail: '2 of 3 answer; refuses the connection',
      urls: [
        { url, up: true },
        { url: 'http://127.0.0.1:9', up: false },
        { url: `${url}/insert`, up: true },
      ],
    });
  });

  it.each([500, 401, 302])('says so when the answer is %i, and follows nothing', async (code) => {
    status = code;
    expect(await probeBackend(backendSchema.parse({ name: 's', kind: 'victoriametrics', url }))).toMatchObject({
      reachable: false,
      detail: `answers with status ${code}`,
    });
  });

  it('says so when a name does not exist', async () => {
    const probed = await probeBackend(
      backendSchema.parse({ name: 's', kind: 'victoriametrics', url: 'http://nowhere.invalid' })
    );
    expect(probed).toMatchObject({ reachable: false, detail: expect.stringMatching(/^its name cannot be resolved/) });
  });

  it('waits two seconds at most', async () => {
    server.removeAllListeners('request');
    const startedAt = Date.now();
    const probed = await probeBackend(backendSchema.parse({ name: 's', kind: 'victoriametrics', url }));
    expect(probed).toMatchObject({ reachable: false, detail: 'does not answer within 2 s' });
    expect(Date.now() - startedAt).toBeLessThan(4000);
  });
});
