import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchJson } from './fetchJson';

const servers: Server[] = [];

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
}

afterEach(() => {
  servers.splice(0).forEach((server) => {
    server.close();
    server.closeAllConnections();
  });
});

test('an answer in JSON is taken', async () => {
  expect(await fetchJson(await serve((_request, response) => response.end('{"keys":[]}')))).toEqual({ keys: [] });
});

test.each([301, 302, 303, 307, 308])('a redirect by %d is not followed', async (status) => {
  let followed = false;
  const elsewhere = await serve((_request, response) => {
    followed = true;
    response.end('{}');
  });
  const url = await serve((_request, response) => response.writeHead(status, { location: elsewhere }).end());
  await expect(fetchJson(url)).rejects.toThrow(`status ${status}`);
  expect(followed).toBe(false);
});

test.each([201, 204, 206, 304, 400, 404, 500, 503])('the status %d is no answer', async (status) => {
  const url = await serve((_request, response) => response.writeHead(status).end());
  await expect(fetchJson(url)).rejects.toThrow(`status ${status}`);
});

test('no more than a mebibyte is read', async () => {
  const fitting = JSON.stringify('x'.repeat(1024 * 1024 - 2));
  expect(await fetchJson(await serve((_request, response) => response.end(fitting)))).toHaveLength(1024 * 1024 - 2);
  await expect(fetchJson(await serve((_request, response) => response.end(`${fitting} `)))).rejects.toThrow('bytes');
  let sent = 0;
  const endless = await serve((_request, response) => {
    const chunk = 'x'.repeat(64 * 1024);
    const more = () => {
      while (!response.destroyed && response.write(chunk)) {
        sent += chunk.length;
      }
    };
    response.on('drain', more);
    more();
  });
  await expect(fetchJson(endless)).rejects.toThrow('more than 1048576 bytes');
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test('no answer takes longer than five seconds, however it is spread', async () => {
  const drip =
    (status: number): RequestListener =>
    (_request, response) => {
      response.writeHead(status);
      const timer = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(timer));
    };
  const silent: RequestListener = () => undefined;
  const urls = await Promise.all([serve(drip(200)), serve(drip(500)), serve(silent)]);
  const begun = Date.now();
  const results = await Promise.allSettled(urls.map((url) => fetchJson(url)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(Date.now() - begun).toBeGreaterThan(3_900);
  expect(Date.now() - begun).toBeLessThan(9_000);
}, 20_000);
