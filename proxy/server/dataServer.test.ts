import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { requestsSchema } from '../config/schema';
import { createDataServer } from './dataServer';

let server: Server;
let handled: string[];

beforeEach(async () => {
  handled = [];
  server = createDataServer(
    {
      handle: (request, response) => {
        handled.push(`${request.method} ${request.url}`);
        request.resume();
        if (request.url !== '/never') {
          response.end('served');
        } else {
          response.write('begun');
        }
      },
    },
    requestsSchema.parse({})
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

/** Sends bytes as they are and returns all that comes back. */
async function send(...parts: string[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const closed = once(socket, 'close');
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  for (const part of parts) {
    socket.write(part, 'latin1');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  socket.end();
  await closed;
  return answer;
}

const REQUEST = 'POST /api/v1/query HTTP/1.1\r\nHost: x\r\n';

describe('the data listener', () => {
  it('hands well-formed requests to the gateway', async () => {
    expect(await send('GET /api/v1/query?query=up HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/served/);
    expect(handled).toEqual(['GET /api/v1/query?query=up']);
  });

  it.each([
    [
      'Content-Length beside Transfer-Encoding',
      `${REQUEST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['two Content-Length', `${REQUEST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
    ['a Transfer-Encoding that is not chunked', `${REQUEST}Transfer-Encoding: chunked, identity\r\n\r\n`],
    ['a space before the colon', `${REQUEST}Content-Length : 5\r\n\r\nhello`],
    ['a folded header', `${REQUEST}X-One: a\r\n b\r\nSecret-Header\r\n\r\n`],
    ['a bare line feed in the header', `${REQUEST}X-One: a\nX-Two: b\r\n\r\n`],
    ['NUL in a header', `${REQUEST}X-One: a\0b\r\n\r\n`],
    ['a control character in the target', 'GET /secret\x01 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no HTTP at all', 'secret nonsense\r\n\r\n'],
    ['no Host', 'GET /secret HTTP/1.1\r\n\r\n'],
  ])('refuses %s before the gateway sees it, and repeats nothing', async (_, bytes) => {
    const answer = await send(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).not.toMatch(/secret/i);
    expect(handled).toEqual([]);
  });

  it("refuses in Prometheus's shape", async () => {
    const [head = '', body = ''] = (await send('nonsense\r\n\r\n')).split('\r\n\r\n');
    expect(head).toMatch(/Content-Type: application\/json/);
    expect(JSON.parse(body)).toEqual({
      status: 'error',
      errorType: 'bad_data',
      error: 'the request is not well-formed HTTP',
    });
  });

  it('refuses headers above 64 KiB with 431, and takes those below', async () => {
    expect(await send(`${REQUEST}X-Long: ${'x'.repeat(66_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
    expect(handled).toEqual([]);
    await send(`${REQUEST}X-Long: ${'x'.repeat(60_000)}\r\nContent-Length: 0\r\n\r\n`);
    expect(handled).toHaveLength(1);
  });

  it('is not a forward proxy', async () => {
    const answer = await send('CONNECT victoria-metrics:8428 HTTP/1.1\r\nHost: victoria-metrics:8428\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(handled).toEqual([]);
  });

  it('puts no refusal into an answer that has begun', async () => {
    const answer = await send('GET /never HTTP/1.1\r\nHost: x\r\n\r\n', 'nonsense\r\n\r\n');
    expect(answer).toMatch(/begun/);
    expect(answer).not.toMatch(/400|well-formed/);
  });
});
