import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from './random';

export interface Assault {
  port: number;
  /** Whoever sends takes one of these; an empty one is nobody's. */
  tokens: readonly string[];
  /** Tenants, for paths. */
  tenants: readonly string[];
  seed: number;
  /** How many connections at a time. */
  connections: number;
  /** Milliseconds. */
  duration: number;
}

const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n';

/**
 * Does everything to a listener that a client should not: breaks off anywhere, sends bodies slowly, half or broken, takes answers
 * slowly or not at all, pipelines, upgrades, resets.
 *
 * @returns how many requests were sent
 */
export async function assail({ port, tokens, tenants, seed, connections, duration }: Assault): Promise<number> {
  const until = Date.now() + duration;
  let sent = 0;
  const one = async (random: Random) => {
    while (Date.now() < until) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      take(socket, random);
      for (let left = random.pick([1, 1, 1, 2, 3]); left > 0 && !socket.destroyed; left -= 1) {
        const request = requestOf(random, random.pick(tokens), random.pick(tenants));
        sent += 1;
        await send(socket, request, random);
        await sleep(random.pick([0, 0, 5, 30, 100]));
      }
      if (random.chance(0.6)) {
        await Promise.race([answered(socket), closed, sleep(1_000)]);
        await Promise.race([closed, sleep(random.pick([0, 50, 500]))]);
      }
      leave(socket, random);
      await Promise.race([closed, sleep(random.pick([10, 100, 1000]))]);
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => one(new Random(seed + index))));
  return sent;
}

/** Something came, whether or not it was read. */
async function answered(socket: Socket): Promise<void> {
  while (socket.bytesRead === 0 && !socket.destroyed) {
    await sleep(10);
  }
}

/** How the answer is read: at once, not at all, or bit by bit. */
function take(socket: Socket, random: Random): void {
  const kind = random.next();
  if (kind < 0.3) {
    socket.resume();
  } else if (kind < 0.7) {
    const pause = random.pick([1, 5, 20]);
    socket.on('data', () => {
      socket.pause();
      setTimeout(() => socket.resume(), pause);
    });
  }
}

async function send(socket: Socket, request: string, random: Random): Promise<void> {
  const bytes = random.chance(0.1) ? request.slice(0, random.below(request.length)) : request;
  if (random.chance(0.8)) {
    socket.write(bytes, 'latin1');
    return;
  }
  const size = Math.ceil(bytes.length / 5);
  for (let at = 0; at < bytes.length && !socket.destroyed; at += size) {
    socket.write(bytes.slice(at, at + size), 'latin1');
    await sleep(random.below(10));
  }
}

function leave(socket: Socket, random: Random): void {
  const kind = random.next();
  if (kind < 0.3) {
    socket.resetAndDestroy();
  } else if (kind < 0.5) {
    socket.destroy();
  } else if (kind < 0.7) {
    socket.end();
  }
}

function requestOf(random: Random, token: string, tenant: string): string {
  const head = (line: string, headers = '') =>
    `${line} HTTP/1.1\r\nHost: x\r\n${token && `Authorization: Bearer ${token}\r\n`}${headers}\r\n`;
  const at = `/tenant/${tenant}`;
  const lines = (count: number) => 'x{a="b"} 1\n'.repeat(count);
  const chunked = (size: number, rest: string) => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n${rest}`;
  const kinds = [
    () => head(`GET ${at}/api/v1/query?query=up`),
    () => head(`GET ${at}/api/v1/query?query=up`, 'Connection: close\r\n'),
    () => head(`GET ${at}/api/v1/labels`),
    () => head(`GET ${at}/api/v1/export?match[]=up`),
    () => head(`POST ${at}/api/v1/query`, `${FORM}Content-Length: 8\r\n`) + 'query=up',
    () => head(`POST ${at}/api/v1/query`, `${FORM}Content-Length: 80\r\n`) + 'query=up',
    () =>
      head(`POST ${at}/api/v1/query`, `${FORM}Transfer-Encoding: chunked\r\n`) + '8\r\nquery=up\r\n0\r\nT: x\r\n\r\n',
    () => head(`POST ${at}/api/v1/query`, `${FORM}Transfer-Encoding: chunked\r\n`) + '8\r\nquery=up\r\nzz',
    () => head(`POST ${at}/api/v1/import/prometheus`, 'Content-Length: 110000\r\n') + lines(10_000),
    () => head(`POST ${at}/api/v1/import/prometheus`, 'Content-Length: 110000\r\n') + lines(random.below(10_000)),
    () => head(`POST ${at}/api/v1/import/prometheus`, 'Content-Length: 0\r\n'),
    () => head(`POST ${at}/api/v1/import/prometheus`, 'Transfer-Encoding: chunked\r\n') + chunked(50_000, '0\r\n\r\n'),
    () => head(`POST ${at}/api/v1/import/prometheus`, 'Transfer-Encoding: chunked\r\n') + chunked(500, 'zz\r\n'),
    () => head(`POST ${at}/api/v1/import`, 'Content-Length: 99999999999\r\n') + 'x',
    () => head(`POST ${at}/api/v1/write`, 'Content-Length: 11\r\nExpect: 100-continue\r\n') + lines(random.below(2)),
    () => head(`POST ${at}/api/v1/write`, 'Content-Length: 11\r\nExpect: something\r\n') + lines(1),
    () =>
      head(`POST ${at}/api/put`, 'Content-Length: 500000\r\nExpect: 100-continue\r\n') + 'x'.repeat(random.below(1000)),
    () => head(`GET ${at}/api/v1/label/mark/values`, 'Content-Length: 5\r\n') + 'he',
    () => head(`POST ${at}/nothing`, 'Content-Length: 20000000\r\n') + 'x'.repeat(random.below(100_000)),
    () => head('CONNECT a:1'),
    () => head(`GET ${at}/api/v1/query?query=up`, 'Connection: Upgrade\r\nUpgrade: websocket\r\n'),
    () => head('OPTIONS *'),
    () => `${head(`GET ${at}/api/v1/query?query=up`)}`.repeat(3),
    () => 'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc',
    () => head('GET /', `X: ${'x'.repeat(70_000)}\r\n`),
    () => 'x'.repeat(random.below(300)),
  ];
  // Mostly what reaches a backend, since that is where most can happen.
  return random.pick(random.chance(0.5) ? kinds.slice(0, 4) : kinds)();
}
