import { whenChanged } from './whenChanged';

it('looks once for all that happens while it looks, and never misses the last', async () => {
  let change = () => {};
  const end = jest.fn();
  const finish: Array<() => void> = [];
  const look = jest.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
  const step = () => new Promise((resolve) => setImmediate(resolve));
  const stop = whenChanged({ onChanged: (listener) => ((change = listener), end) }, look);
  change();
  expect(look).toHaveBeenCalledTimes(1);
  change();
  change();
  change();
  expect(look).toHaveBeenCalledTimes(1);
  finish[0]?.();
  await step();
  expect(look).toHaveBeenCalledTimes(2);
  finish[1]?.();
  await step();
  expect(look).toHaveBeenCalledTimes(2);
  change();
  expect(look).toHaveBeenCalledTimes(3);
  stop();
  expect(end).toHaveBeenCalledTimes(1);
});
