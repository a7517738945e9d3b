import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../dev/processes/freePort';
import { Random } from './random';

export interface HostileUpstream {
  url: string;
  /** How many requests it was sent. */
  asked(): number;
  /** Breaks off everything, is away for a moment and comes back on the same port. */
  restart(): Promise<void>;
  /** From now on it does as it should. */
  behave(): void;
  close(): Promise<void>;
}

const GOOD = '{"status":"success","data":[]}';
const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const whole = (body: string, head = OK) => `${head}content-length: ${body.length}\r\n\r\n${body}`;
const chunk = (data: string) => `${data.length.toString(16)}\r\n${data}\r\n`;

type Behaviour = (socket: Socket, random: Random) => unknown;

const later = (random: Random, most: number, what: () => unknown) => void setTimeout(what, random.below(most));
const FILLING = 'x'.repeat(8_000_000);

/** Now and then more than the system keeps for a client that does not read. */
const large = (random: Random) => FILLING.slice(0, 1 + random.below(random.chance(0.1) ? FILLING.length : 100_000));
const end: Behaviour = (socket, random) => (random.chance(0.5) ? socket.resetAndDestroy() : socket.end());

/** A large answer that comes bit by bit, and the end of its connection somewhere. */
const drip =
  (head: string, framed: (data: string) => string): Behaviour =>
  (socket, random) => {
    socket.write(head);
    let left = random.below(random.chance(0.3) ? 600 : 30);
    const more = () => {
      if (socket.destroyed) {
        return;
      }
      if (left === 0) {
        end(socket, random);
        return;
      }
      left -= 1;
      socket.write(framed(FILLING.slice(0, 1 + random.below(40_000))), 'latin1');
      later(random, 2, more);
    };
    more();
  };

/** Where the client is waited for, most can happen meanwhile. */
const DRIPS: readonly Behaviour[] = [
  drip(`${OK}transfer-encoding: chunked\r\n\r\n`, chunk),
  drip(`${OK}connection: close\r\ntransfer-encoding: chunked\r\n\r\n`, chunk),
  drip(`${OK}connection: close\r\ncontent-length: 12000000\r\n\r\n`, (data) => data),
  drip(`${OK}content-length: 12000000\r\n\r\n`, (data) => data),
  drip('HTTP/1.0 200 OK\r\n\r\n', (data) => data),
];

/** What a backend, or something in front of it, may do. Times in milliseconds. */
const BEHAVIOURS: readonly Behaviour[] = [
  (socket) => socket.write(whole(GOOD)),
  (socket) => socket.write(`HTTP/1.1 204 No Content\r\n\r\n`),
  (socket, random) => socket.write(whole(large(random))),
  (socket, random) => socket.end(whole(large(random), `${OK}connection: close\r\n`)),
  (socket, random) => socket.end(`HTTP/1.0 200 OK\r\n\r\n${large(random)}`),
  (socket, random) =>
    socket.write(`${OK}transfer-encoding: chunked\r\n\r\n${chunk(large(random))}0\r\nx-trailer: y\r\n\r\n`),
  // Broken framings.
  (socket, random) => socket.write(`${OK}transfer-encoding: chunked\r\n\r\n${chunk(large(random))}zz\r\n`),
  (socket, random) => socket.end(`${OK}transfer-encoding: chunked\r\n\r\n${chunk(large(random)).slice(0, -3)}`),
  (socket) => socket.end(`${OK}content-length: 1\r\ncontent-length: 2\r\n\r\nab`),
  (socket) => socket.end(`${OK}content-length: 9000\r\n\r\nlittle`),
  (socket) => socket.write(`${OK}broken header\r\n\r\n`),
  (socket) => socket.end('SSH-2.0-OpenSSH_9.2p1\r\n'),
  (socket) => socket.write(`${OK}x: ${'x'.repeat(70_000)}\r\n\r\n`),
  // More than was asked for.
  (socket) => socket.write(whole(GOOD) + whole('somebody else’s')),
  (socket, random) => (socket.write(whole(GOOD)), later(random, 5, () => socket.write('HTTP/1.1 408 Timeout\r\n\r\n'))),
  // Interim answers.
  (socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${whole(GOOD)}`),
  (socket) => socket.write(`HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early\r\nlink: x\r\n\r\n${whole(GOOD)}`),
  (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\nxyz'),
  // Refusals, early ones among them.
  (socket) => socket.end('HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno'),
  (socket) => socket.write('HTTP/1.1 503 Busy\r\nretry-after: 1\r\ncontent-length: 2\r\n\r\nno'),
  (socket) => socket.write('HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n'),
  (socket) => socket.write('HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n'),
  (socket) => (socket.write(whole(GOOD)), socket.resetAndDestroy()),
  (socket, random) => (
    socket.write(whole(GOOD, `${OK}connection: close\r\n`)),
    later(random, 3, () => end(socket, random))
  ),
  // Ends at every moment.
  (socket) => socket.destroy(),
  (socket) => socket.resetAndDestroy(),
  (socket, random) => later(random, 50, () => end(socket, random)),
  (socket, random) => (
    socket.write(`${OK}content-length: 100000\r\n\r\n`),
    later(random, 50, () => end(socket, random))
  ),
  (socket) => socket.pause(),
  (socket) => void socket.write(`${OK}content-length: 10\r\n\r\n`),
  ...DRIPS,
];

/** A backend that does everything that one should not. Checks of its health succeed, so that it is always asked again. */
export async function startHostileUpstream(seed: number): Promise<HostileUpstream> {
  const random = new Random(seed);
  const sockets = new Set<Socket>();
  let asked = 0;
  let behaves = false;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    let served = false;
    socket.on('data', (data: Buffer) => {
      const text = data.toString('latin1');
      if (text.includes('gatehouse-check')) {
        socket.end(whole('OK'));
      } else if (/^(?:GET|POST|PUT) \//.test(text)) {
        asked += 1;
        served = !random.chance(0.3);
        if (behaves) {
          socket.write(whole(GOOD));
        } else if (served) {
          random.pick(BEHAVIOURS)(socket, random);
        }
      } else if (!served && !socket.destroyed) {
        // The rest of a body.
        served = true;
        random.pick(BEHAVIOURS)(socket, random);
      }
    });
  });
  const open = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    sockets.forEach((socket) => (random.chance(0.5) ? socket.resetAndDestroy() : socket.destroy()));
    await closed;
  };
  const port = await freePort();
  await open(port);
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    restart: async () => {
      await close();
      await sleep(random.below(300));
      await open(port);
    },
    behave: () => (behaves = true),
    close,
  };
}
