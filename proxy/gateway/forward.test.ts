import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import {
  closedPort,
  connectTo,
  type Front,
  type FrontOptions,
  startFront,
  startRawUpstream,
  startUpstream,
  until,
  type Upstream,
} from '../upstream/testing/front';
import { ClientLeft } from './clientLeft';
import { Refusal } from './refusal';

const MIB = 1024 * 1024;
const closing: Array<() => Promise<unknown>> = [];
let front: Front;

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function upstream(listener: RequestListener, port?: number): Promise<Upstream> {
  const started = await startUpstream(listener, port);
  closing.push(started.close);
  return started;
}

async function rawUpstream(onRequest: (socket: Socket, request: string) => void): Promise<Upstream> {
  const started = await startRawUpstream(onRequest);
  closing.push(started.close);
  return started;
}

async function forwardTo(origins: ReadonlyArray<Upstream | string>, options?: FrontOptions): Promise<void> {
  const urls = origins.map((origin) => (typeof origin === 'string' ? origin : origin.url));
  front = await startFront(urls, options);
  closing.unshift(front.close);
}

const ask = (path = '/query') => fetch(front.url + path);

async function answerOf(path?: string): Promise<[status: number, text: string]> {
  const response = await ask(path);
  return [response.status, await response.text()];
}

const saying =
  (text: string): RequestListener =>
  (_request, response) =>
    void response.end(text);

const answering =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end('words of the upstream');

const hangUp: RequestListener = (request) => void request.socket.destroy();

describe('several origins', () => {
  test('the one with the least to do is asked, equals in turn', async () => {
    const held: ServerResponse[] = [];
    const hold: RequestListener = (_request, response) => void held.push(response);
    const [one, two] = [await upstream(hold), await upstream(hold)];
    await forwardTo([one, two]);
    const answers = [];
    for (let asked = 1; asked <= 4; asked += 1) {
      answers.push(ask());
      await until(() => held.length === asked);
    }
    expect([one.asked.length, two.asked.length]).toEqual([2, 2]);
    // The first and the third are at one origin: it is free now, the other is not.
    [held[0], held[2]].forEach((response) => response?.end());
    await Promise.all([answers[0], answers[2]]);
    const free = held[0]?.req.socket.localPort === one.port ? one : two;
    for (let asked = 5; asked <= 6; asked += 1) {
      answers.push(ask());
      await until(() => held.length === asked);
    }
    expect(free.asked).toHaveLength(4);
    held.forEach((response) => response.end());
    await Promise.all(answers);
  });

  test('one that refuses connections costs nobody an answer, and is left alone from then on', async () => {
    const dead = `http://127.0.0.1:${await closedPort()}`;
    const alive = await upstream(saying('alive'));
    await forwardTo([dead, alive]);
    for (let count = 0; count < 6; count += 1) {
      expect(await answerOf()).toEqual([200, 'alive']);
    }
    expect(alive.asked).toHaveLength(6);
    expect(front.events).toEqual([
      expect.objectContaining({
        event: 'origin-down',
        level: 40,
        origin: dead,
        cause: expect.stringContaining('ECONN'),
      }),
    ]);
    expect(await front.metric('gatehouse_upstream_requests_total', { origin: dead, result: 'unreachable' })).toBe(1);
    expect(await front.metric('gatehouse_upstream_up', { origin: dead })).toBe(0);
    expect(await front.metric('gatehouse_upstream_up', { origin: alive.url })).toBe(1);
  });

  test('one that comes back is used again within two seconds, and the log says so once', async () => {
    const port = await closedPort();
    const other = await upstream(saying('other'));
    await forwardTo([`http://127.0.0.1:${port}`, other]);
    await answerOf();
    await answerOf();
    expect(front.events).toMatchObject([{ event: 'origin-down' }]);
    const back = await upstream(saying('back'), port);
    await until(async () => (await answerOf())[1] === 'back', 2_000);
    expect(front.events).toMatchObject([{ event: 'origin-down' }, { event: 'origin-up', level: 30, origin: back.url }]);
    expect(await front.metric('gatehouse_upstream_up', { origin: back.url })).toBe(1);
  });

  test.each([
    ['/health', 'victoriametrics'],
    ['/ready', 'mimir'],
  ])('while one is down it is asked for %s, as %s has it, about once a second', async (path, kind) => {
    const port = await closedPort();
    await forwardTo([`http://127.0.0.1:${port}/base`], { backend: { kind } });
    expect((await answerOf())[0]).toBe(502);
    const checks: string[] = [];
    let status = 503;
    const server = createServer((request, response) => {
      checks.push(`${request.method} ${request.url} ${request.headers['user-agent']}`);
      response.writeHead(status).end();
    }).listen(port, '127.0.0.1');
    closing.push(async () => void server.close());
    await until(() => checks.length === 2, 3_500);
    expect(front.events.map(({ event }) => event)).toEqual(['origin-down']);
    status = 200;
    await until(() => front.events.length === 2, 2_500);
    expect(front.events[1]).toMatchObject({ event: 'origin-up' });
    expect(new Set(checks)).toEqual(new Set([`GET /base${path} gatehouse-check`]));
    const { length } = checks;
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(checks).toHaveLength(length);
  });

  test('when all are down the one that failed longest ago is tried, so that one that is back answers at once', async () => {
    const ports = [await closedPort(), await closedPort()];
    await forwardTo(ports.map((port) => `http://127.0.0.1:${port}`));
    expect(await answerOf()).toEqual([502, 'upstream-unreachable']);
    for (const port of ports) {
      const back = await upstream(saying('back'), port);
      expect(await answerOf()).toEqual([200, 'back']);
      expect(front.events.at(-1)).toMatchObject({ event: 'origin-up', origin: back.url });
      await back.close();
    }
  });

  test('while all are down they are tried in turn', async () => {
    const urls = [`http://127.0.0.1:${await closedPort()}`, `http://127.0.0.1:${await closedPort()}`];
    await forwardTo(urls, { request: { idempotent: false } });
    for (let count = 0; count < 6; count += 1) {
      expect((await answerOf())[0]).toBe(502);
    }
    for (const origin of urls) {
      expect(await front.metric('gatehouse_upstream_requests_total', { origin, result: 'unreachable' })).toBe(3);
    }
  });

  test('a connection that is not made within two seconds is tried elsewhere', async () => {
    const { url, close } = await startDeaf();
    closing.push(close);
    const alive = await upstream(saying('alive'));
    await forwardTo([url, alive]);
    const startedAt = Date.now();
    expect([await answerOf(), await answerOf()]).toEqual([
      [200, 'alive'],
      [200, 'alive'],
    ]);
    expect(Date.now() - startedAt).toBeGreaterThan(1_500);
    expect(Date.now() - startedAt).toBeLessThan(4_500);
    expect(front.events).toMatchObject([{ event: 'origin-down', origin: url }]);
  });

  test.each<[string, RequestListener]>([
    ['hangs up before it answers', hangUp],
    [
      'hangs up between the headers and the body',
      (_request, response) => {
        response.writeHead(200).flushHeaders();
        setTimeout(() => response.destroy(), 20);
      },
    ],
    ['answers 502', answering(502)],
    ['answers 503', answering(503)],
    ['answers 504', answering(504)],
  ])('a read is sent to another origin, once, when one %s', async (_name, listener) => {
    const [bad, good] = [await upstream(listener), await upstream(saying('good'))];
    await forwardTo([bad, good]);
    for (let count = 0; count < 2; count += 1) {
      expect(await answerOf(`/query?n=${count}`)).toEqual([200, 'good']);
    }
    expect(bad.asked).toHaveLength(1);
    expect(good.asked).toEqual(['/query?n=0', '/query?n=1']);
  });

  test('nobody is asked twice', async () => {
    const origins = [await upstream(answering(503)), await upstream(answering(502)), await upstream(answering(504))];
    await forwardTo(origins);
    await answerOf();
    expect(origins.map(({ asked }) => asked.length)).toEqual([1, 1, 1]);
  });

  test('a read that makes an origin hang up is tried at one other, not at all of them', async () => {
    const origins = [await upstream(hangUp), await upstream(hangUp), await upstream(hangUp)];
    await forwardTo(origins);
    expect(await answerOf()).toEqual([502, 'upstream-unreachable']);
    expect(origins.flatMap(({ asked }) => asked)).toHaveLength(2);
  });

  test('what is not idempotent is sent once', async () => {
    const origins = [await upstream(answering(503)), await upstream(answering(503))];
    await forwardTo(origins, { request: { idempotent: false } });
    expect(await answerOf()).toEqual([503, 'upstream-unavailable']);
    expect(origins.flatMap(({ asked }) => asked)).toHaveLength(1);
  });

  test('an origin in trouble comes after the others for a second', async () => {
    const [bad, good] = [await upstream(answering(503)), await upstream(saying('good'))];
    await forwardTo([bad, good], { request: { idempotent: false } });
    const answers = [];
    for (let count = 0; count < 8; count += 1) {
      answers.push((await answerOf())[0]);
    }
    expect(answers.filter((status) => status === 503)).toHaveLength(1);
    expect(front.events).toEqual([]);
    await until(async () => (await answerOf())[0] === 503);
  });

  test('after a byte of the body went to the client nothing is sent again', async () => {
    const breakOff: RequestListener = (_request, response) => {
      response.write('a byte');
      setTimeout(() => response.destroy(), 20);
    };
    const origins = [await upstream(breakOff), await upstream(breakOff)];
    await forwardTo(origins);
    const response = await ask();
    await expect(response.text()).rejects.toThrow();
    expect(origins.flatMap(({ asked }) => asked)).toHaveLength(1);
    expect(front.results).toEqual([expect.objectContaining({ reason: 'upstream-unreachable' })]);
  });
});

describe('a single origin', () => {
  test('that closes a connection at the moment when it is used again is asked once more', async () => {
    let served = 0;
    const only = await upstream((request, response) => {
      served += 1;
      if (served === 2) {
        request.socket.destroy();
      } else {
        response.end('good');
      }
    });
    await forwardTo([only]);
    expect(await answerOf('/first')).toEqual([200, 'good']);
    expect(await answerOf('/second')).toEqual([200, 'good']);
    expect(only.asked).toEqual(['/first', '/second', '/second']);
    expect(front.events).toEqual([]);
  });

  test('that resets a connection just before is asked on another one, and is not down', async () => {
    let kept: Socket | undefined;
    const only = await rawUpstream((socket) => {
      kept = socket;
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ngood');
    });
    await forwardTo([only], {
      request: { idempotent: false },
      before: () => new Promise((resolve) => setTimeout(() => resolve(kept?.resetAndDestroy()), 1)),
    });
    for (let count = 0; count < 3; count += 1) {
      expect(await answerOf()).toEqual([200, 'good']);
    }
    expect(front.events).toEqual([]);
  });

  test('that hangs up on a fresh connection is not', async () => {
    const only = await upstream(hangUp);
    await forwardTo([only]);
    expect(await answerOf()).toEqual([502, 'upstream-unreachable']);
    expect(only.asked).toHaveLength(1);
  });

  test('that always hangs up is asked twice at most', async () => {
    let served = 0;
    const only = await upstream((request, response) => {
      served += 1;
      if (served === 1) {
        response.end('good');
      } else {
        request.socket.destroy();
      }
    });
    await forwardTo([only]);
    await answerOf();
    expect(await answerOf()).toEqual([502, 'upstream-unreachable']);
    expect(only.asked).toHaveLength(3);
  });

  test('keeps its base path', async () => {
    const only = await upstream(saying('good'));
    await forwardTo([`${only.url}/base`]);
    await answerOf('/api/v1/query?query=up');
    expect(only.asked).toEqual(['/base/api/v1/query?query=up']);
  });
});

describe('an answer', () => {
  test.each<[number, Record<string, string>, number, string, string | null]>([
    [502, {}, 502, 'upstream-unreachable', '2'],
    [504, {}, 504, 'upstream-timeout', '2'],
    [503, {}, 503, 'upstream-unavailable', '1'],
    [503, { 'retry-after': '17' }, 503, 'upstream-unavailable', '17'],
    [503, { 'retry-after': '300' }, 503, 'upstream-unavailable', '300'],
    [503, { 'retry-after': '301' }, 503, 'upstream-unavailable', '1'],
    [503, { 'retry-after': '1.5' }, 503, 'upstream-unavailable', '1'],
    [503, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 503, 'upstream-unavailable', '1'],
  ])('of %i with %j is refused with %i %s', async (status, headers, refused, reason, retryAfter) => {
    await forwardTo([await upstream(answering(status, headers))]);
    const response = await ask();
    expect([response.status, await response.text(), response.headers.get('retry-after')]).toEqual([
      refused,
      reason,
      retryAfter,
    ]);
  });

  test('of 503 tells the client more than an origin that is away', async () => {
    await forwardTo([await upstream(answering(503)), `http://127.0.0.1:${await closedPort()}`]);
    expect((await answerOf())[0]).toBe(503);
    expect((await answerOf())[0]).toBe(503);
  });

  test('of 429 passes through with its Retry-After', async () => {
    const origins = [await upstream(answering(429, { 'retry-after': '77' })), await upstream(answering(429))];
    await forwardTo(origins);
    const response = await ask();
    expect([response.status, await response.text(), response.headers.get('retry-after')]).toEqual([
      429,
      'words of the upstream',
      '77',
    ]);
    expect(origins.map(({ asked }) => asked.length)).toEqual([1, 0]);
  });

  test.each([
    ['a status of 600', 'HTTP/1.1 600 Odd\r\ncontent-length: 0\r\n\r\n'],
    ['a status of 999', 'HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
    ['another HTTP', 'HTTP/9.9 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two types', 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-type: a/b\r\ncontent-length: 0\r\n\r\n'],
    ['a type that is no text', 'HTTP/1.1 200 OK\r\ncontent-type: a/b\x7f\r\ncontent-length: 0\r\n\r\n'],
    ['a broken header', 'HTTP/1.1 200 OK\r\nbroken header\r\n\r\n'],
    ['an endless header', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(70_000)}\r\n\r\n`],
  ])('of %s is a 502, and another origin is asked', async (_name, answer) => {
    const bad = await rawUpstream((socket) => void socket.end(answer, 'latin1'));
    await forwardTo([bad]);
    expect(await answerOf()).toEqual([502, 'upstream-malformed']);
    const good = await upstream(saying('good'));
    await forwardTo([bad, good]);
    expect([await answerOf(), await answerOf()]).toEqual([
      [200, 'good'],
      [200, 'good'],
    ]);
  });

  test.each([
    ['an upgrade', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
    ['an interim answer', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'],
    ['a status of 099', 'HTTP/1.1 099 Odd\r\ncontent-length: 0\r\n\r\n'],
  ])('that is no more than %s is none', async (_name, answer) => {
    const bad = await rawUpstream((socket) => void socket.end(answer, 'latin1'));
    await forwardTo([bad]);
    expect(await answerOf()).toEqual([502, 'upstream-unreachable']);
  });

  test('after an interim one is the answer', async () => {
    const only = await rawUpstream(
      (socket) => void socket.end('HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ngood')
    );
    await forwardTo([only]);
    expect(await answerOf()).toEqual([200, 'good']);
  });

  test('is taken whatever its other headers are', async () => {
    const head =
      'HTTP/1.1 200 \r\nset-cookie: a\r\nset-cookie: b\r\nX-\x7fodd: \xe9\r\nx: \r\ncontent-type: text/plain\r\n';
    const only = await rawUpstream((socket) => void socket.end(`${head}content-length: 4\r\n\r\ngood`, 'latin1'));
    await forwardTo([only]);
    const response = await ask();
    // A name that is none makes the answer malformed; nothing else may come of it.
    expect([200, 502]).toContain(response.status);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  test.each([
    ['broken chunks', 'transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nZZ\r\n'],
    ['too little', 'content-length: 100\r\n\r\nhalf'],
    ['half of its chunks', 'transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ])('with %s after the headers never looks complete', async (_name, rest) => {
    const only = await rawUpstream((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${rest}`);
      setTimeout(() => socket.end(), 50);
    });
    await forwardTo([only]);
    const client = connectTo(front.port);
    client.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await client.closed;
    expect(client.text()).toContain('half');
    expect(client.text()).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(front.results).toEqual([expect.any(Refusal)]);
  });

  test('without a length that ends with its connection is complete', async () => {
    const only = await rawUpstream((socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
    await forwardTo([only]);
    expect(await answerOf()).toEqual([200, 'all of it']);
  });

  /** The last answer of a connection, in the ways to say so. */
  const lastAnswers = [
    'HTTP/1.1 200 OK\r\n\r\n',
    'HTTP/1.0 200 OK\r\ncontent-length: 8\r\n\r\n',
    'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 8\r\n\r\n',
  ];

  test.each(lastAnswers)(
    '%j is complete for a client that takes it slowly, wherever the connection ends',
    async (head) => {
      const rests = [
        // The end comes with the last bytes, …
        (socket: Socket) => setTimeout(() => socket.end('of it'), 20),
        // … or after them, while the client is still waited for.
        (socket: Socket) => setTimeout(() => (socket.write('of it'), setTimeout(() => socket.end(), 60)), 20),
      ];
      for (const rest of rests) {
        const only = await rawUpstream((socket) => (socket.write(`${head}all`), void rest(socket)));
        await forwardTo([only], { before: takeSlowly });
        expect(await answerOf()).toEqual([200, 'allof it']);
      }
    }
  );

  test('leaves its connection usable, also when it ended while the client was waited for', async () => {
    const ports = new Set<number | undefined>();
    const only = await upstream((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('all of it');
    });
    await forwardTo([only], { before: takeSlowly });
    for (let count = 0; count < 3; count += 1) {
      expect(await answerOf()).toEqual([200, 'all of it']);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(ports.size).toBe(1);
  });

  test.each([...lastAnswers, 'HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n'])(
    '%j never looks complete when the connection is reset',
    async (head) => {
      const only = await rawUpstream((socket) => {
        socket.write(`${head}half`);
        setTimeout(() => socket.resetAndDestroy(), 20);
      });
      for (const before of [undefined, takeSlowly]) {
        await forwardTo([only], { before });
        const client = connectTo(front.port);
        client.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
        await client.closed;
        expect(client.text()).toContain('half');
        expect(client.text()).not.toMatch(/\r\n0\r\n\r\n$/);
        expect(front.results).toEqual([expect.any(Refusal)]);
        expect(await front.metric('gatehouse_upstream_requests_total', { origin: only.url, result: 'lost' })).toBe(1);
      }
    }
  );
});

/** Makes the client take a piece of its answer only every 50 ms. */
function takeSlowly(response: ServerResponse): Promise<void> {
  const write = response.write.bind(response);
  jest.spyOn(response, 'write').mockImplementation((chunk: unknown) => {
    write(chunk);
    setTimeout(() => response.emit('drain'), 50);
    return false;
  });
  return Promise.resolve();
}

describe('the time of a request', () => {
  const silent: RequestListener = () => {};

  test('ends with 504 when nothing was answered, and says when to try again', async () => {
    await forwardTo([await upstream(silent)], { request: { timeout: 200 } });
    const response = await ask();
    expect([response.status, await response.text(), response.headers.get('retry-after')]).toEqual([
      504,
      'upstream-timeout',
      '2',
    ]);
    const [origin] = [...new Set(front.results)];
    expect(origin).toMatchObject({ reason: 'upstream-timeout' });
  });

  test('also when the headers came, but nothing of the body', async () => {
    const only = await upstream((_request, response) => response.writeHead(200).flushHeaders());
    await forwardTo([only], { request: { timeout: 200 } });
    expect(await answerOf()).toEqual([504, 'upstream-timeout']);
  });

  test('is one for all attempts', async () => {
    const slowFailure: RequestListener = (_request, response) => setTimeout(() => response.writeHead(503).end(), 250);
    await forwardTo([await upstream(slowFailure), await upstream(slowFailure), await upstream(slowFailure)], {
      request: { timeout: 400 },
    });
    const startedAt = Date.now();
    expect(await answerOf()).toEqual([504, 'upstream-timeout']);
    expect(Date.now() - startedAt).toBeLessThan(700);
  });

  test('cuts off an answer in the middle, however steadily it flows', async () => {
    let ended = false;
    const only = await upstream((_request, response) => {
      const timer = setInterval(() => response.write('on and on '), 20);
      response.on('close', () => {
        clearInterval(timer);
        ended = true;
      });
    });
    await forwardTo([only], { request: { timeout: 300 } });
    const response = await ask();
    await expect(response.text()).rejects.toThrow();
    await until(() => ended);
    expect(front.results).toEqual([expect.objectContaining({ reason: 'upstream-timeout' })]);
    expect(await front.metric('gatehouse_upstream_requests_total', { origin: only.url, result: 'timeout' })).toBe(1);
  });

  test('bounds pauses only, when it is said so', async () => {
    const only = await upstream((_request, response) => {
      let count = 0;
      const timer = setInterval(() => {
        response.write('tick ');
        count += 1;
        if (count === 10) {
          clearInterval(timer);
          response.end('done');
        }
      }, 60);
    });
    await forwardTo([only], { request: { bound: 'pause', timeout: 250 } });
    const [status, text] = await answerOf();
    expect([status, text]).toEqual([200, `${'tick '.repeat(10)}done`]);
  });

  test.each<[string, RequestListener]>([
    ['before the headers', silent],
    ['after the headers', (_request, response) => response.writeHead(200).flushHeaders()],
  ])('a pause %s that is too long is a 504', async (_name, listener) => {
    await forwardTo([await upstream(listener)], { request: { bound: 'pause', timeout: 200 } });
    expect(await answerOf()).toEqual([504, 'upstream-timeout']);
  });

  test('a pause between two chunks that is too long cuts the answer off', async () => {
    await forwardTo([await upstream((_request, response) => void response.write('one'))], {
      request: { bound: 'pause', timeout: 200 },
    });
    await expect((await ask()).text()).rejects.toThrow();
  });

  test('a client that takes its answer slowly is no pause of the upstream', async () => {
    const size = 32 * 1024 * 1024;
    const only = await upstream((_request, response) => void response.end(Buffer.alloc(size)));
    await forwardTo([only], { request: { bound: 'pause', timeout: 200 }, stallTimeout: 5_000 });
    const client = connectTo(front.port);
    client.socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    client.socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 600));
    client.socket.resume();
    await client.closed;
    expect(client.text().length).toBeGreaterThan(size);
    expect(front.results).toEqual([200]);
  });
});

describe('a client', () => {
  test('that takes nothing of its answer is cut off, and its place upstream is free', async () => {
    let freed = false;
    const only = await upstream((_request, response) => {
      response.on('close', () => (freed = true));
      response.write(Buffer.alloc(64 * 1024 * 1024));
    });
    await forwardTo([only], { stallTimeout: 200 });
    const client = connectTo(front.port);
    client.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    client.socket.pause();
    await until(() => freed);
    expect(front.results).toEqual([expect.any(ClientLeft)]);
    client.socket.destroy();
  });

  test.each<[string, RequestListener]>([
    ['before the answer', () => {}],
    ['in the middle of the answer', (_request, response) => void response.write('half')],
  ])('that leaves %s ends the request upstream, which is not sent elsewhere', async (_name, listener) => {
    let freed = 0;
    const watched: RequestListener = (request, response) => {
      request.socket.on('close', () => (freed += 1));
      listener(request, response);
    };
    const origins = [await upstream(watched), await upstream(watched)];
    await forwardTo(origins);
    const client = connectTo(front.port);
    client.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => origins.flatMap(({ asked }) => asked).length === 1);
    client.socket.destroy();
    await until(() => freed === 1 && front.results.length === 1);
    expect(front.results).toEqual([expect.any(ClientLeft)]);
    expect(origins.flatMap(({ asked }) => asked)).toHaveLength(1);
    expect(front.events).toEqual([]);
  });

  test('that leaves while there is no connection yet sends nothing upstream, also when there is one', async () => {
    const { url, close, wake } = await startDeaf();
    closing.push(close);
    await forwardTo([url]);
    const client = connectTo(front.port);
    client.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    client.socket.destroy();
    await until(() => front.results.length === 1);
    expect(front.results).toEqual([expect.any(ClientLeft)]);
    // The connection is made when it is tried again, after a second.
    expect(await wake()).toBe('');
  });

  test('that has left before anything was forwarded sends nothing upstream', async () => {
    const only = await upstream(saying('nobody there'));
    await forwardTo([only], { before: (response) => new Promise((resolve) => response.once('close', resolve)) });
    const client = connectTo(front.port);
    client.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.socket.destroy();
    await until(() => front.results.length === 1);
    expect(front.results).toEqual([expect.any(ClientLeft)]);
    expect(only.asked).toEqual([]);
  });

  test('that takes its answer slowly slows the upstream down', async () => {
    let sent = 0;
    const only = await upstream((_request, response) => {
      const block = Buffer.alloc(64 * 1024);
      const more = () => {
        for (let free = true; free && sent < 512 * MIB; sent += block.length) {
          free = response.write(block);
        }
      };
      response.on('drain', more);
      more();
    });
    await forwardTo([only], { stallTimeout: 10_000 });
    const client = connectTo(front.port);
    client.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    client.socket.pause();
    let last = -1;
    await until(async () => {
      const before = last;
      last = sent;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return sent > 0 && before === sent;
    }, 5_000);
    expect(sent).toBeLessThan(64 * MIB);
    client.socket.destroy();
  });
});

/** A listener that does not accept, its queue full: connections to it hang, as they do to a host that is gone. */
async function startDeaf(): Promise<{ url: string; wake: () => Promise<string>; close: () => Promise<void> }> {
  const asleep = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     let text = '';
     const server = require('node:net').createServer((socket) => socket.on('data', (data) => (text += data)).on('error', () => {}));
     server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       setImmediate(() => {
         Atomics.wait(workerData, 0, 0);
         setTimeout(() => parentPort.postMessage(text), 2500);
       });
     });`,
    { eval: true, workerData: asleep }
  );
  const said = () => new Promise<unknown>((resolve) => worker.once('message', resolve));
  const port = Number(await said());
  const fillers = Array.from({ length: 8 }, () => connectTo(port));
  await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    url: `http://127.0.0.1:${port}`,
    /** Lets it accept, and tells what it was sent in the next two seconds and a half. */
    wake: async () => {
      Atomics.store(asleep, 0, 1);
      Atomics.notify(asleep, 0);
      return String(await said());
    },
    close: async () => {
      fillers.forEach(({ socket }) => socket.destroy());
      await worker.terminate();
    },
  };
}
