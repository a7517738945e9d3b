import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Redis, startRedis } from '.';

let folder: string;
let real: Redis;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-redis-'));
  real = await startRedis({ folder, password: 'the-password' }, {});
});
afterAll(async () => {
  await real.close();
  await rm(folder, { recursive: true });
});

const open = (redis: Redis) =>
  new Promise<Socket>((resolve, reject) => {
    const socket = connect(Number(new URL(redis.url).port), '127.0.0.1');
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });

/** Sends inline commands one by one and gives the first line of each answer. */
async function ask(redis: Redis, ...commands: string[]): Promise<string[]> {
  const socket = await open(redis);
  const answers: string[] = [];
  for (const command of commands) {
    socket.write(`${command}\r\n`);
    answers.push(await new Promise((resolve) => socket.once('data', (data) => resolve(data.toString().trim()))));
  }
  socket.destroy();
  return answers;
}

test('needs the password that was chosen', async () => {
  expect(await ask(real, 'PING', 'AUTH guessed', 'AUTH the-password', 'PING')).toEqual([
    expect.stringContaining('NOAUTH'),
    expect.stringContaining('WRONGPASS'),
    '+OK',
    '+PONG',
  ]);
});

describe.each([
  ['a Redis of its own', () => startRedis({ folder, password: 'own' }, {})],
  [
    'a Redis that was given',
    () => startRedis({ folder }, { GATEHOUSE_TEST_REDIS_URL: real.url.replace('//', '//:the-password@') }),
  ],
])('%s', (_name, start) => {
  let redis: Redis;
  beforeAll(async () => {
    redis = await start();
  });
  afterAll(() => redis.close());
  beforeEach(() => redis.start());

  const login = () => `AUTH ${redis.password}`;

  test('goes away with its connections, and comes back at the same address', async () => {
    const connected = await open(redis);
    const closed = new Promise((resolve) => connected.once('close', resolve));
    await redis.stop();
    await closed;
    await expect(open(redis)).rejects.toThrow('ECONNREFUSED');
    await redis.start();
    expect(await ask(redis, login(), 'PING')).toEqual(['+OK', '+PONG']);
  });

  test('answers nothing while it is frozen, and then what was asked meanwhile', async () => {
    const socket = await open(redis);
    socket.setEncoding('utf8');
    const answers: string[] = [];
    socket.on('data', (data: string) => answers.push(data));
    redis.freeze();
    socket.write(`${login()}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(answers).toEqual([]);
    redis.thaw();
    await new Promise((resolve) => socket.once('data', resolve));
    expect(answers.join('')).toBe('+OK\r\n');
    socket.destroy();
  });
});

test('a given Redis must be one that the relay can reach', async () => {
  for (const url of ['rediss://127.0.0.1:6379', 'redis://user:secret@127.0.0.1:6379']) {
    await expect(startRedis({ folder }, { GATEHOUSE_TEST_REDIS_URL: url })).rejects.toThrow('expected redis://');
  }
});
