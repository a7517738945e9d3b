import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findProgram, type Program } from '../processes/findProgram';
import { freePort } from '../processes/freePort';
import { type Child, startChild } from '../processes/startChild';
import { waitFor, whileRunning } from '../processes/waitFor';
import { givenRedis } from './givenRedis';

export const REDIS: Program = {
  name: 'Redis',
  variable: 'GATEHOUSE_REDIS_SERVER',
  commands: ['redis-server', 'valkey-server'],
  debianPackage: 'redis-server',
};

export interface RedisOptions {
  /** Where its log is kept. The caller removes it. */
  folder: string;
  /** What clients must say; none when left out. A Redis that was given keeps its own. */
  password?: string;
}

/** A Redis that tests can take away and bring back, always at the same address. */
export interface Redis {
  /** `redis://127.0.0.1:<port>/0`, without the password. */
  url: string;
  password: string | undefined;
  /** Ends connections; new ones are refused. */
  stop(): Promise<void>;
  /** Serves again. What was kept is lost, unless the Redis was given. */
  start(): Promise<void>;
  /** Connections stay and are accepted, and nothing is answered. */
  freeze(): void;
  /** Answers again, also what was asked meanwhile. */
  thaw(): void;
  close(): Promise<void>;
}

/**
 * Starts Redis on a free loopback port, without persistence. When GATEHOUSE_TEST_REDIS_URL names one (`redis://…`), that one is used,
 * through a relay that plays its failures; it is neither emptied nor stopped, so tests choose keys of their own.
 */
export async function startRedis(options: RedisOptions, env = process.env): Promise<Redis> {
  const given = env.GATEHOUSE_TEST_REDIS_URL ?? '';
  return given === '' ? ownRedis(options) : givenRedis(given);
}

async function ownRedis({ folder, password }: RedisOptions): Promise<Redis> {
  const command = await findProgram(REDIS);
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  let child: Child | undefined = await run(command, port, folder, password);
  const stop = async () => {
    child?.kill('SIGCONT');
    await child?.stop();
    child = undefined;
  };
  return {
    url: `redis://127.0.0.1:${port}/0`,
    password,
    stop,
    start: async () => {
      child ??= await run(command, port, folder, password);
    },
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    close: stop,
  };
}

async function run(command: string, port: number, folder: string, password: string | undefined): Promise<Child> {
  const log = join(folder, 'redis.log');
  const child = startChild({
    name: 'Redis',
    command,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--save', '', '--appendonly', 'no'],
      ...(password === undefined ? [] : ['--requirepass', password]),
    ],
    guarded: true,
    log,
  });
  try {
    await whileRunning(
      child,
      log,
      waitFor(`Redis on port ${port}`, () => answers(port))
    );
    return child;
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** It answers a PING, or that a password is needed first (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
function answers(port: number): Promise<true> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      if (/^(\+PONG|-NOAUTH)/.test(answer.toString())) {
        resolve(true);
      } else {
        reject(new Error(`it answered ${answer.toString()}`));
      }
    });
  });
}
