import { Gate } from './gate';

const admitted = async (gate: Gate, known = false) => ((await gate.enter(known)) ? 'in' : 'out');

it('sends away whoever finds the queue full, at once', async () => {
  const gate = new Gate({ inside: 1, waiting: 2, patience: 60_000 });
  expect(await admitted(gate)).toBe('in');
  const waiting = [admitted(gate), admitted(gate)];
  expect(await admitted(gate)).toBe('out');
  // Strangers do not fill the queue of those who are known.
  const known = admitted(gate, true);
  gate.leave();
  expect(await known).toBe('in');
  gate.close();
  expect(await Promise.all(waiting)).toEqual(['out', 'out']);
  expect(await admitted(gate, true)).toBe('out');
});

it('lets in whoever is known first, then the others in their order', async () => {
  const gate = new Gate({ inside: 1, waiting: 10, patience: 60_000 });
  const order: string[] = [];
  const come = async (name: string, known: boolean) => {
    await gate.enter(known);
    order.push(name);
    gate.leave();
  };
  expect(await admitted(gate)).toBe('in');
  const all = [come('a', false), come('b', false), come('known a', true), come('known b', true)];
  gate.leave();
  await Promise.all(all);
  expect(order).toEqual(['known a', 'known b', 'a', 'b']);
  // Nothing is left of them: the place is free again, and there is one.
  expect(await admitted(gate)).toBe('in');
});

it('lets nobody wait longer than its patience, and forgets whoever left', async () => {
  jest.useFakeTimers();
  try {
    const gate = new Gate({ inside: 1, waiting: 1, patience: 2_000 });
    expect(await admitted(gate)).toBe('in');
    const first = admitted(gate);
    await jest.advanceTimersByTimeAsync(1_999);
    expect(await admitted(gate)).toBe('out');
    await jest.advanceTimersByTimeAsync(1);
    expect(await first).toBe('out');
    const second = admitted(gate);
    gate.leave();
    expect(await second).toBe('in');
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});
