import { expectedView } from '../story';
import { createProgress } from './progress';
import type { Row } from './scene';
import { tableOf } from './table';
import { problemOf } from './verify';

const alice = expectedView('alice', 'checkout_orders_total');
if (alice === 'forbidden') {
  throw new Error('alice must see something in the story');
}
const good: Row = {
  who: 'alice',
  backend: 'cluster',
  sight: { refused: false, ...alice },
  why: 'allowed by acme-developers: acme {team="dev"}',
  expected: alice,
};
const refused: Row = {
  who: 'mallory',
  backend: 'single',
  sight: { refused: true, status: 403, text: 'no mapping grants mallory anything' },
  why: 'no-mapping',
  expected: 'forbidden',
};

describe('verifying what people saw', () => {
  test('finds no problem in what had to be, sight or refusal', () => {
    expect(problemOf(good)).toBeUndefined();
    expect(problemOf(refused)).toBeUndefined();
  });

  test.each<[string, Row]>([
    ['a series too many', { ...good, sight: { refused: false, ...alice, series: alice.series + 1 } }],
    ['another value', { ...good, sight: { refused: false, ...alice, sum: alice.sum + 1 } }],
    ['another team', { ...good, sight: { refused: false, ...alice, teams: ['dev', 'ops'] } }],
    ['a refusal instead of series', { ...good, sight: refused.sight }],
    ['series instead of a refusal', { ...refused, sight: good.sight }],
    ['a refusal of another kind', { ...refused, sight: { refused: true, status: 401, text: 'token expired' } }],
  ])('finds %s, and names who and where', (_what, row) => {
    expect(problemOf(row)).toContain(`${row.who} at ${row.backend}`);
  });
});

test('the table shows who saw what and why, the refusal as Grafana would show it, and marks what is wrong', () => {
  const wrong: Row = { ...good, who: 'bob', sight: { refused: false, ...alice, series: 1 } };
  const [header, , first, second, third] = tableOf([good, refused, wrong]).split('\n');
  expect(header).toMatch(/^person +backend +series +sum +teams +why$/);
  expect(first).toMatch(/^alice +cluster +18 +\d+ +dev +✓ +allowed by acme-developers: acme {team="dev"}$/);
  expect(second).toMatch(/^mallory +single .*✓ +403: no mapping grants mallory anything$/);
  expect(third).toMatch(/^bob .*✗/);
});

test('progress lines tell the time since the start and how long each part took', async () => {
  const lines: string[] = [];
  let time = 1_000;
  const progress = createProgress(
    (line) => lines.push(line),
    () => time
  );
  time += 1_500;
  await progress.during('Building', async () => {
    time += 20_000;
  });
  expect(lines).toEqual(['[  1.5 s] Building …', '[ 21.5 s] Building: done in 20.0 s']);
});
