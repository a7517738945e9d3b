import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Problem } from '../admin/problem';
import { StoreUnavailable } from '../store/storeUnavailable';
import { createLogger } from '../telemetry/logger';
import { CallingThread, callMethods, type ThreadOptions } from './callingThread';

type Example = {
  data: () => Promise<unknown>;
  size: (bytes: Uint8Array) => Promise<number>;
  bytes: (length: number) => Promise<Uint8Array>;
  wait: (milliseconds: number) => Promise<number>;
  refuse: () => Promise<void>;
  lose: () => Promise<void>;
  fail: () => Promise<void>;
  end: () => Promise<void>;
  spin: (milliseconds: number) => Promise<void>;
  missing: () => Promise<void>;
};

let lines: string[];
let thread: CallingThread;
let example: Example;

function open(bounds: Partial<ThreadOptions> = {}): void {
  lines = [];
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  const module = pathToFileURL(join(__dirname, 'testing/exampleThread.mjs'));
  thread = new CallingThread({ name: 'example', module, data: { answer: 42 }, logger, ...bounds });
  example = callMethods<Example>(thread, {
    data: true,
    size: true,
    bytes: true,
    wait: true,
    refuse: true,
    lose: true,
    fail: true,
    end: true,
    spin: true,
    missing: true,
  });
}

beforeEach(() => open());

afterEach(() => thread.close());

describe('methods in a thread', () => {
  it('are called with what they take, and give what they give', async () => {
    expect(await example.data()).toEqual({ answer: 42 });
    expect(await example.size(new Uint8Array(5))).toBe(5);
    expect([...(await example.bytes(3))]).toEqual([7, 7, 7]);
  });

  it('get a byte array that owns its memory without a copy, and leave alone one that does not', async () => {
    const whole = new Uint8Array(1_000);
    const part = new Uint8Array(1_000).subarray(0, 10);
    expect(await Promise.all([example.size(whole), example.size(part)])).toEqual([1_000, 10]);
    expect([whole.length, part.length]).toEqual([0, 10]);
  });

  it('run beside each other', async () => {
    const order: number[] = [];
    await Promise.all([300, 10].map(async (milliseconds) => order.push(await example.wait(milliseconds))));
    expect(order).toEqual([10, 300]);
  });

  it('fail here as they fail there', async () => {
    const refusal = await example.refuse().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({
      code: 'policy-invalid',
      detail: 'why',
      members: { problems: [{ code: 'c', path: ['p', 1], message: 'm' }] },
      headers: { ETag: '"1"' },
    });
    await expect(example.lose()).rejects.toThrow(StoreUnavailable);
    await expect(example.fail()).rejects.toThrow('a bug');
    await expect(example.missing()).rejects.toThrow('there is no method missing');
  });

  it('count as the store being away when the thread ends, and run in another one from then on', async () => {
    const waiting = example.wait(60_000);
    const ended = example.end();
    await expect(waiting).rejects.toThrow(StoreUnavailable);
    await expect(ended).rejects.toThrow('ended before it was done');
    expect(lines.filter((line) => line.includes('"thread-ended"'))).toHaveLength(1);
    expect(await example.size(new Uint8Array(2))).toBe(2);
  });

  it('are not called any more after the end', async () => {
    const waiting = example.wait(60_000).catch((error: unknown) => error);
    await thread.close();
    expect(await waiting).toBeInstanceOf(StoreUnavailable);
    await expect(example.data()).rejects.toThrow('closed');
    expect(lines).toEqual([]);
  });

  it('are refused when they keep the thread busy for too long, and run in another one from then on', async () => {
    await thread.close();
    open({ patience: 5_000 });
    await example.data();
    const busy = example.spin(60_000).catch((error: unknown) => error);
    const behind = example.size(new Uint8Array(1)).catch((error: unknown) => error);
    expect([await busy, await behind]).toMatchObject([{ code: 'policy-desk-busy' }, { code: 'policy-desk-busy' }]);
    expect(lines.join('')).toContain('no answer within 5000 ms');
    expect(await example.size(new Uint8Array(2))).toBe(2);
  });

  it('may be as many as there is room for', async () => {
    await thread.close();
    open({ mostCalls: 2 });
    const waiting = [example.wait(300), example.wait(300)];
    await expect(example.wait(1)).rejects.toMatchObject({ code: 'policy-desk-busy', headers: { 'Retry-After': '5' } });
    expect(await Promise.all(waiting)).toEqual([300, 300]);
    expect(await example.wait(1)).toBe(1);
  });

  it.each([true, false])('leave it open what became of a change when the thread ends: %s', async (makesChanges) => {
    await thread.close();
    open({ makesChanges });
    await expect(example.end()).rejects.toMatchObject({ code: 'store-unavailable', uncertain: makesChanges });
  });
});
