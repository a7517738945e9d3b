import { connect } from 'node:net';
import { type Proxy, startProxy } from './support/startProxy';

let proxy: Proxy;

beforeAll(async () => {
  proxy = await startProxy();
});

afterAll(() => proxy.stop());

/** Sends bytes and tears the connection down at once, so that an answer meets a connection that is gone. */
function sendAndReset(url: string, bytes: string): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes, () => socket.resetAndDestroy());
    });
    socket.on('error', () => {}).on('close', () => resolve());
  });
}

test.each([
  ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['what is no HTTP', 'x'.repeat(100) + '\r\n\r\n'],
  ['an upgrade', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['half a form', 'POST /api/v1/query HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nquery'],
])('%s on a connection that is reset ends neither listener', async (_name, bytes) => {
  for (const url of [proxy.url, proxy.adminUrl]) {
    for (let round = 0; round < 15; round++) {
      await Promise.all(Array.from({ length: 20 }, () => sendAndReset(url, bytes)));
    }
  }
  expect((await fetch(`${proxy.adminUrl}/healthz`)).status).toBe(200);
  expect((await fetch(`${proxy.url}/api/v1/query`)).status).toBe(401);
  expect(proxy.events('crashed')).toEqual([]);
});
