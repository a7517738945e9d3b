import { EventEmitter } from 'node:events';
import { createLogger } from '../../telemetry/logger';
import { createMetrics, type Metrics } from '../../telemetry/metrics';
import { notIdentified, type NotIdentified } from '../identified';
import { type Attempts, createAttempts } from './attempts';

const REFUSED = notIdentified('credential-unknown', 'there is no such credential', 'credential-invalid');

class FakeClient extends EventEmitter {
  destroyed = false;

  constructor(readonly remoteAddress: string) {
    super();
  }

  leave(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

let metrics: Metrics;
let lines: string[];
let attempts: Attempts;

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-11-22T12:00:00Z') });
  metrics = createMetrics('test');
  lines = [];
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  attempts = createAttempts({ metrics, logger, now: Date.now });
});

afterEach(() => {
  attempts.close();
  jest.useRealTimers();
});

interface Pending {
  answer?: NotIdentified;
}

/** Starts an attempt; `answer` is there once it was answered. */
function attempt(client: FakeClient | string): Pending {
  const pending: Pending = {};
  const from = typeof client === 'string' ? new FakeClient(client) : client;
  void attempts.failed(from, REFUSED).then((answer) => (pending.answer = answer));
  return pending;
}

const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

/** How long an answer takes, in milliseconds. */
async function delayOf(client: FakeClient | string): Promise<number> {
  const startedAt = Date.now();
  const pending = attempt(client);
  await pass(0);
  while (pending.answer === undefined) {
    await pass(10);
  }
  return Date.now() - startedAt;
}

const counted = async () =>
  Object.fromEntries(
    (await metrics.failedCredentials.get()).values.map(({ labels, value }) => [labels.answered, value])
  );
const warnings = () =>
  lines.map((line): unknown => JSON.parse(line)).filter((line) => JSON.stringify(line).includes('credential-attempts'));

it('answers the first ones at once, then later and later, and each with its own refusal', async () => {
  const delays = [];
  for (let number = 1; number <= 12; number += 1) {
    delays.push(await delayOf('192.0.2.7'));
  }
  expect(delays).toEqual([0, 0, 0, 0, 250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  expect(await counted()).toEqual({ 'at-once': 4, delayed: 8 });
  const last = attempt('192.0.2.8');
  await pass(0);
  expect(last.answer).toBe(REFUSED);
});

it('counts each address for itself, and IPv6 by the network', async () => {
  for (let number = 1; number <= 5; number += 1) {
    await delayOf('192.0.2.7');
    await delayOf(`2001:db8::${number}`);
  }
  expect(await delayOf('::ffff:192.0.2.7')).toBe(500);
  expect(await delayOf('2001:db8::9')).toBe(500);
  expect(await delayOf('192.0.2.8')).toBe(0);
  expect(await delayOf('2001:db8:0:1::9')).toBe(0);
});

it('forgets what failed more than a minute ago', async () => {
  for (let number = 1; number <= 4; number += 1) {
    await delayOf('192.0.2.7');
    await pass(10_000);
  }
  await pass(20_000);
  expect(await delayOf('192.0.2.7')).toBe(0);
  expect(await delayOf('192.0.2.7')).toBe(250);
  await pass(60_000);
  expect(await delayOf('192.0.2.7')).toBe(0);
});

it('lets go of a client that leaves, and answers nothing later than it has to when everything ends', async () => {
  for (let number = 1; number <= 9; number += 1) {
    await delayOf('192.0.2.7');
  }
  const leaving = new FakeClient('192.0.2.7');
  const [gone, stays] = [attempt(leaving), attempt('192.0.2.7')];
  await pass(100);
  leaving.leave();
  await pass(0);
  expect(gone.answer).toBe(REFUSED);
  expect(leaving.listenerCount('close')).toBe(0);
  expect(stays.answer).toBeUndefined();
  expect(jest.getTimerCount()).toBe(1);
  attempts.close();
  await pass(0);
  expect(stays.answer).toBe(REFUSED);
  expect(jest.getTimerCount()).toBe(0);
  expect(await delayOf('192.0.2.7')).toBe(0);
});

it('does not wait for somebody who has left already', async () => {
  for (let number = 1; number <= 5; number += 1) {
    await delayOf('192.0.2.7');
  }
  const client = new FakeClient('192.0.2.7');
  client.leave();
  expect(await delayOf(client)).toBe(0);
});

it('answers at once with 429 when many of one address wait, and takes nothing away from others', async () => {
  const crowd = Array.from({ length: 40 }, () => attempt('192.0.2.7'));
  await pass(0);
  const answers = crowd.map(({ answer }) => answer?.publicReason ?? 'waits');
  expect(answers.filter((answer) => answer === 'credential-invalid')).toHaveLength(4);
  expect(answers.filter((answer) => answer === 'waits')).toHaveLength(16);
  expect(crowd.at(-1)?.answer).toMatchObject({
    status: 429,
    reason: 'credential-attempts',
    message: expect.stringContaining('credential-unknown'),
  });
  for (let number = 1; number <= 4; number += 1) {
    await delayOf('192.0.2.8');
  }
  expect(await delayOf('192.0.2.8')).toBe(250);
  await pass(5000);
  expect(await delayOf('192.0.2.7')).toBe(5000);
});

it('lets so many wait altogether and no more', async () => {
  const crowd = Array.from({ length: 40 }, (_, address) =>
    Array.from({ length: 20 }, () => attempt(`192.0.2.${address}`))
  ).flat();
  await pass(0);
  expect(crowd.filter(({ answer }) => answer === undefined)).toHaveLength(256);
  expect(await counted()).toEqual({ 'at-once': 160, delayed: 256, 'too-many': 384 });
  await pass(5000);
  expect(crowd.filter(({ answer }) => answer === undefined)).toHaveLength(0);
});

it('warns once per address and minute, and says how many there were', async () => {
  for (let number = 1; number <= 4; number += 1) {
    await delayOf('192.0.2.7');
  }
  expect(warnings()).toEqual([]);
  for (let number = 1; number <= 6; number += 1) {
    await delayOf('192.0.2.7');
  }
  expect(warnings()).toEqual([
    expect.objectContaining({ level: 'warn', address: '192.0.2.7', attempts: 5, reason: 'credential-unknown' }),
  ]);
  for (let number = 1; number <= 11; number += 1) {
    await delayOf('192.0.2.7');
  }
  expect(warnings()).toHaveLength(2);
  expect(warnings()[1]).toMatchObject({ attempts: 16 });
});

it('remembers a bounded number of addresses', async () => {
  for (let number = 1; number <= 5; number += 1) {
    await delayOf('192.0.2.7');
  }
  for (let number = 0; number < 10_000; number += 1) {
    attempt(`10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`);
  }
  expect(await delayOf('192.0.2.7')).toBe(0);
});
