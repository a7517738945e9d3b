import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import {
  closedPort,
  connectTo,
  type Front,
  type FrontOptions,
  type RawClient,
  startFront,
  startRawUpstream,
  startUpstream,
  until,
  type Upstream,
} from '../upstream/testing/front';
import { ClientLeft } from './clientLeft';

const MIB = 1024 * 1024;
const closing: Array<() => Promise<unknown>> = [];
let front: Front;

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** What an upstream got of one write. */
interface Received {
  text: string;
  bytes: number;
  /** `whole` when the body came to its end, `broken` when the connection ended before. */
  ended?: 'whole' | 'broken';
}

/** Takes whole bodies and answers 204. */
function taking(received: Received[]): RequestListener {
  return (request, response) => {
    note(request, received);
    request.on('end', () => response.writeHead(204).end());
  };
}

function note(request: IncomingMessage, received: Received[]): void {
  const one: Received = { text: '', bytes: 0 };
  received.push(one);
  request.on('data', (chunk: Buffer) => {
    one.bytes += chunk.length;
    one.text = (one.text + chunk.toString('latin1')).slice(-1000);
  });
  request.on('end', () => (one.ended = 'whole'));
  request.on('close', () => (one.ended ??= 'broken'));
  request.on('error', () => {});
}

async function upstream(listener: RequestListener): Promise<Upstream> {
  const started = await startUpstream(listener);
  closing.push(started.close);
  return started;
}

async function forwardTo(origins: ReadonlyArray<Upstream | string>, options: FrontOptions = {}): Promise<void> {
  const urls = origins.map((origin) => (typeof origin === 'string' ? origin : origin.url));
  front = await startFront(urls, { writes: { maxBytes: 1024 * MIB }, ...options });
  closing.unshift(front.close);
}

const CHUNKED = 'POST /write HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
const withLength = (length: number) => `POST /write HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const LAST_CHUNK = '0\r\n\r\n';

function begin(head: string): RawClient {
  const client = connectTo(front.port);
  client.socket.write(head);
  return client;
}

const statusOf = ({ text }: RawClient) => Number(/^HTTP\/1\.1 (\d{3})/.exec(text())?.[1]);
const bodyOf = ({ text }: RawClient) => text().split('\r\n\r\n')[1];

/** Sends for as long as somebody takes it. */
function pour(client: RawClient): { sent: () => number } {
  const block = Buffer.alloc(64 * 1024, 'x');
  let sent = 0;
  const more = () => {
    for (let free = true; free && client.socket.writable;) {
      sent += block.length;
      free = client.socket.write(block);
    }
  };
  client.socket.on('drain', more);
  more();
  return { sent: () => sent };
}

async function standsStill(count: () => number): Promise<void> {
  let last = -1;
  for (let same = 0; same < 20;) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    same = count() === last ? same + 1 : 0;
    last = count();
  }
}

describe('a write', () => {
  test.each([
    ['chunks', CHUNKED, chunk('first'), chunk('last') + LAST_CHUNK],
    ['a length', withLength(9), 'first', 'last'],
  ])('with %s streams: its beginning is upstream before its end is here', async (_name, head, first, last) => {
    const received: Received[] = [];
    await forwardTo([await upstream(taking(received))]);
    const client = begin(head);
    client.socket.write(first);
    await until(() => received[0]?.text === 'first');
    client.socket.write(last);
    await until(() => statusOf(client) === 204);
    expect(received).toEqual([{ text: 'firstlast', bytes: 9, ended: 'whole' }]);
    expect(front.results).toEqual([204]);
  });

  test('leaves the connection of the client usable', async () => {
    const received: Received[] = [];
    await forwardTo([await upstream(taking(received))]);
    const client = begin(withLength(3));
    for (let count = 1; count <= 3; count += 1) {
      client.socket.write('abc');
      await until(() => client.text().split('204 No Content').length === count + 1);
      client.socket.write(withLength(3));
    }
    expect(received.slice(0, 3).map(({ ended }) => ended)).toEqual(['whole', 'whole', 'whole']);
    client.socket.destroy();
  });

  test('is held back when the upstream takes nothing, and goes on when it does', async () => {
    let taken: IncomingMessage | undefined;
    const received: Received[] = [];
    const only = await upstream((request, response) => {
      taken = request;
      response.on('close', () => {});
    });
    await forwardTo([only]);
    const client = begin(withLength(64 * MIB));
    const { sent } = pour(client);
    await until(() => taken !== undefined);
    await standsStill(sent);
    expect(sent()).toBeLessThan(48 * MIB);
    if (taken !== undefined) {
      note(taken, received);
    }
    await until(() => received[0]?.ended === 'whole', 10_000);
    expect(received[0]?.bytes).toBe(64 * MIB);
    client.socket.destroy();
  });

  test.each([
    ['chunks', CHUNKED + chunk('half')],
    ['a length', `${withLength(100)}half`],
  ])(
    'with %s whose client leaves in the middle is broken off upstream as well, never completed',
    async (_name, sent) => {
      const received: Received[] = [];
      await forwardTo([await upstream(taking(received))]);
      const client = begin(sent);
      await until(() => received[0]?.text === 'half');
      client.socket.destroy();
      await until(() => received[0]?.ended !== undefined);
      expect(received).toEqual([{ text: 'half', bytes: 4, ended: 'broken' }]);
      await until(() => front.results.length === 1);
      expect(front.results).toEqual([expect.any(ClientLeft)]);
    }
  );

  test('with a broken chunk is broken off upstream as well', async () => {
    const received: Received[] = [];
    await forwardTo([await upstream(taking(received))]);
    const client = begin(CHUNKED + chunk('half'));
    await until(() => received[0]?.text === 'half');
    client.socket.write('ZZ\r\n');
    await until(() => received[0]?.ended !== undefined);
    expect(received[0]?.ended).toBe('broken');
    await client.closed;
  });

  test.each([400, 413, 204])(
    'that is answered with %i early gets the answer, and is not read for ever',
    async (status) => {
      const only = await upstream((_request, response) => void response.writeHead(status).end());
      await forwardTo([only]);
      const client = begin(withLength(1024 * MIB));
      const { sent } = pour(client);
      await until(() => statusOf(client) === status);
      expect(front.results).toEqual([status]);
      await client.closed;
      expect(sent()).toBeLessThan(64 * MIB);
    }
  );

  test('that is answered early by an upstream that closes is answered', async () => {
    const only = await startRawUpstream(
      (socket) => void socket.end('HTTP/1.1 400 Bad\r\nconnection: close\r\n\r\nwhy')
    );
    closing.push(only.close);
    await forwardTo([only]);
    const client = begin(CHUNKED + chunk('half'));
    await until(() => statusOf(client) === 400);
    client.socket.end(LAST_CHUNK);
    await client.closed;
    expect(client.text()).toContain('why');
  });

  test('is never sent again', async () => {
    const received: Received[] = [];
    const hangUp: RequestListener = (request) => {
      note(request, received);
      request.on('end', () => request.socket.destroy());
    };
    await forwardTo([await upstream(hangUp), await upstream(hangUp)]);
    const client = begin(`${withLength(3)}abc`);
    await until(() => statusOf(client) === 502);
    expect(bodyOf(client)).toContain('upstream-unreachable');
    expect(received).toHaveLength(1);
  });

  test('that an upstream refuses to take is refused with 503, its words kept back', async () => {
    const only = await upstream((_request, response) => void response.writeHead(503, { 'retry-after': '9' }).end('x'));
    await forwardTo([only]);
    const client = begin(`${withLength(3)}abc`);
    await until(() => statusOf(client) === 503);
    expect(client.text()).toMatch(/retry-after: 9\r\n/i);
    expect(client.text()).toContain('upstream-unavailable');
  });

  test('without an upstream is refused, with most of its body unread', async () => {
    await forwardTo([`http://127.0.0.1:${await closedPort()}`]);
    const client = begin(withLength(1024 * MIB));
    const { sent } = pour(client);
    await until(() => statusOf(client) === 502);
    await client.closed;
    expect(sent()).toBeLessThan(64 * MIB);
  });

  test('whose upstream dies in the middle is refused', async () => {
    const only = await upstream((request) => {
      request.once('data', () => request.socket.destroy());
    });
    await forwardTo([only]);
    const client = begin(CHUNKED + chunk('half'));
    await until(() => statusOf(client) === 502);
    expect(client.text()).toContain('upstream-unreachable');
    client.socket.destroy();
  });

  test('that is too long ends with that very refusal, and is broken off upstream', async () => {
    const received: Received[] = [];
    await forwardTo([await upstream(taking(received))], { writes: { maxBytes: 1500 } });
    const client = begin(CHUNKED + chunk('x'.repeat(1000)));
    await until(() => received[0]?.bytes === 1000);
    client.socket.write(chunk('y'.repeat(1000)));
    await until(() => statusOf(client) === 413);
    expect(front.results).toEqual([expect.objectContaining({ reason: 'body-too-large' })]);
    await until(() => received[0]?.ended === 'broken');
    client.socket.destroy();
  });
});

describe('a client that writes', () => {
  test('nothing more for too long is cut off with 408, and its write is broken off upstream', async () => {
    const received: Received[] = [];
    await forwardTo([await upstream(taking(received))], { stallTimeout: 200 });
    const client = begin(CHUNKED + chunk('half'));
    await client.closed;
    expect(statusOf(client)).toBe(408);
    expect(client.text()).toContain('body-stalled');
    await until(() => received[0]?.ended === 'broken');
    expect(received[0]?.text).toBe('half');
  });

  test('not even the first byte is cut off as well', async () => {
    await forwardTo([await upstream(taking([]))], { stallTimeout: 200 });
    const client = begin(CHUNKED);
    await client.closed;
    expect(statusOf(client)).toBe(408);
  });

  test('slowly but steadily is not', async () => {
    const received: Received[] = [];
    await forwardTo([await upstream(taking(received))], { stallTimeout: 250, request: { timeout: 250 } });
    const client = begin(CHUNKED);
    for (let count = 0; count < 10; count += 1) {
      await new Promise((resolve) => setTimeout(resolve, 80));
      client.socket.write(chunk('x'));
    }
    client.socket.write(LAST_CHUNK);
    await until(() => statusOf(client) === 204);
    expect(received[0]?.bytes).toBe(10);
  });
});

describe('an upstream that', () => {
  test('takes nothing more of a write is out of time, not the client', async () => {
    const only = await upstream(() => {});
    await forwardTo([only], { stallTimeout: 5_000, request: { timeout: 300 } });
    const client = begin(withLength(64 * MIB));
    pour(client);
    await until(() => statusOf(client) === 504, 5_000);
    expect(client.text()).toContain('upstream-timeout');
    client.socket.destroy();
  });

  test('has taken all of it and does not answer is out of time', async () => {
    const only = await upstream((request) => void request.resume());
    await forwardTo([only], { stallTimeout: 5_000, request: { timeout: 300 } });
    const client = begin(`${withLength(3)}abc`);
    await until(() => statusOf(client) === 504);
  });

  test('thinks about it for less than that answers', async () => {
    const only = await upstream((request, response) => {
      request.resume();
      setTimeout(() => response.end('done'), 200);
    });
    await forwardTo([only], { stallTimeout: 100, request: { timeout: 1_000 } });
    const client = begin(`${withLength(3)}abc`);
    await until(() => statusOf(client) === 200);
  });

  test('answers while it still reads gets the rest of the body', async () => {
    const received: Received[] = [];
    const only = await upstream((request, response) => {
      note(request, received);
      response.write('early ');
      request.on('end', () => response.end('late'));
    });
    await forwardTo([only]);
    const client = begin(CHUNKED + chunk('half'));
    await until(() => client.text().includes('early'));
    client.socket.write(chunk('rest') + LAST_CHUNK);
    await until(() => client.text().includes('late'));
    expect(received).toEqual([{ text: 'halfrest', bytes: 8, ended: 'whole' }]);
  });
});

test('an upstream behind a plain Node server sees a body of the length that the client named', async () => {
  const heads: Array<Record<string, unknown>> = [];
  const server = createServer((request, response) => {
    heads.push(request.headers);
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(async () => void server.close());
  await forwardTo([`http://127.0.0.1:${(server.address() as { port: number }).port}`]);
  const client = begin(`${withLength(3)}abc`);
  await until(() => statusOf(client) === 200);
  expect(heads).toEqual([expect.objectContaining({ 'content-length': '3' })]);
  expect(heads[0]).not.toHaveProperty('transfer-encoding');
  client.socket.destroy();
});
