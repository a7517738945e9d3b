import { connect } from 'node:net';
import { startIssuer } from './support/startIssuer';
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

describe('a writer whose write cannot go anywhere', () => {
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  let proxyOfWriter: Proxy;
  let token: string;

  beforeAll(async () => {
    issuer = await startIssuer();
    token = await issuer.token();
    proxyOfWriter = await startProxy({
      configOverrides: {
        issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
        backends: [
          { name: 'cluster', kind: 'victoriametrics-cluster', read: ['http://127.0.0.1:9'], safety: 'vouched' },
        ],
      },
    });
    const grants = [{ tenant: 'acme', access: 'write' }];
    await proxyOfWriter.put({
      tenants: [{ name: 'acme', backend: 'cluster', account: 1 }],
      mappings: [{ name: 'all', principals: ['authenticated'], grants }],
    });
  });

  afterAll(async () => {
    await proxyOfWriter.stop();
    await issuer.close();
  });

  test.each([
    ['', 'POST /api/v1/import'],
    ['Expect: 100-continue\r\n', 'POST /api/put'],
  ])('and who resets the connection in the middle ends nothing (%j, %s)', async (header, line) => {
    const head = `${line} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${header}Content-Length: 500000\r\n\r\n`;
    for (let round = 0; round < 15; round++) {
      await Promise.all(
        Array.from({ length: 20 }, () => sendAndReset(proxyOfWriter.url, `${head}${'x'.repeat(1000)}`))
      );
    }
    expect((await fetch(`${proxyOfWriter.adminUrl}/healthz`)).status).toBe(200);
    expect(proxyOfWriter.events('crashed')).toEqual([]);
  });
});
