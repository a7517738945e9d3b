import { Turns } from './turns';

it('lets work begin when what was asked for before is over, also when that failed', async () => {
  const turns = new Turns();
  const happened: string[] = [];
  const step = (name: string, fails: boolean) =>
    turns.take(async () => {
      happened.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      happened.push(`${name} ends`);
      if (fails) {
        throw new Error(name);
      }
      return name;
    });
  const outcomes = await Promise.allSettled([step('a', false), step('b', true), step('c', false)]);
  expect(outcomes).toMatchObject([{ value: 'a' }, { reason: { message: 'b' } }, { value: 'c' }]);
  expect(happened).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});
