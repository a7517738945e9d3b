import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseSteps } from './chooseSteps';
import { tallyJest } from './jestReport';
import { tallyPlaywright } from './playwrightReport';
import { runStep } from './runStep';
import { runSteps } from './runSteps';
import { tallySecurity } from './securityReport';
import { resultOf } from './stepResult';
import { type Step, stepsOf } from './steps';
import { add, isGood, NOTHING, summaryOf } from './tally';

const file = (name: string, status: string, ...tests: Array<[string, string]>) => ({
  name: `/repository/${name}`,
  status,
  assertionResults: tests.map(([fullName, result]) => ({ fullName, status: result })),
});
const jestReport = (...testResults: unknown[]) => ({ success: true, numTotalTests: 1, testResults });
const playwrightTest = (title: string, status: string, annotations: unknown[] = []) => ({
  title,
  file: 'a.spec.ts',
  tests: [{ status, annotations }],
});

describe('adding up Jest', () => {
  test('counts passed and failed tests, and names the skipped ones', () => {
    const report = jestReport(
      file(
        'a.test.ts',
        'failed',
        ['one', 'passed'],
        ['two', 'failed'],
        ['three (skipped: no Docker)', 'pending'],
        ['six', 'pending']
      ),
      file('b.test.ts', 'passed', ['four', 'passed'], ['five', 'todo'])
    );
    expect(tallyJest(report, '/repository')).toEqual({
      passed: 2,
      failed: 1,
      skipped: [
        { name: 'a.test.ts: three', reason: 'no Docker' },
        { name: 'a.test.ts: six', reason: 'no reason given' },
        { name: 'b.test.ts: five', reason: 'todo' },
      ],
    });
  });

  test('counts a file that could not be loaded as a failed test', () => {
    expect(tallyJest(jestReport(file('broken.test.ts', 'failed')), '/repository').failed).toBe(1);
  });
});

describe('adding up Playwright', () => {
  test('counts tests in nested suites, flaky ones as failed, and names the skipped ones with their reason', () => {
    const report = {
      suites: [
        {
          specs: [playwrightTest('one', 'expected')],
          suites: [
            {
              specs: [
                playwrightTest('two', 'unexpected'),
                playwrightTest('three', 'flaky'),
                playwrightTest('four', 'skipped', [{ type: 'skip', description: 'needs a real Grafana' }]),
              ],
            },
          ],
        },
      ],
    };
    expect(tallyPlaywright(report)).toEqual({
      passed: 1,
      failed: 2,
      skipped: [{ name: 'a.spec.ts: four', reason: 'needs a real Grafana' }],
    });
  });

  test('counts an error outside of tests as a failed test', () => {
    expect(tallyPlaywright({ suites: [], errors: [{ message: 'the set-up failed' }] }).failed).toBe(1);
  });
});

test('adding up the security suite counts what passed and what did not', () => {
  const tests = [
    { name: 'S1', passed: true },
    { name: 'S2', passed: false },
    { name: 'generated: paths', passed: true },
  ];
  expect(tallySecurity({ tests })).toEqual({ passed: 2, failed: 1, skipped: [] });
});

describe('the result of a step', () => {
  let folder: string;
  const step = (script: string, more: Partial<Step> = {}): Step => ({
    name: 'a-step',
    title: 'A step',
    command: process.execPath,
    args: ['-e', script],
    reporting: { kind: 'exit-code' },
    besideOthers: false,
    limitMilliseconds: 20_000,
    ...more,
  });
  const writing = (report: unknown) =>
    `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'report.json'))}, ${JSON.stringify(JSON.stringify(report))});`;
  const jest = () => ({ reporting: { kind: 'jest', report: join(folder, 'report.json') } }) as const;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-runner-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('without a report is one test, passed or failed by the exit code; the output is kept', async () => {
    const good = await runStep(step('console.log("all well")'), folder, folder);
    expect(good).toMatchObject({ tally: { passed: 1, failed: 0 }, output: 'all well\n' });
    const bad = await runStep(step('console.error("not well"); process.exit(3)'), folder, folder);
    expect(bad).toMatchObject({ tally: { passed: 0, failed: 1 }, output: 'not well\n', ended: 'a-step: exit code 3' });
    expect(await readFile(join(folder, 'a-step.log'), 'utf8')).toBe('not well\n');
  });

  test('is the report’s', async () => {
    const script = writing(jestReport(file('a.test.ts', 'passed', ['one', 'passed'], ['two', 'passed'])));
    expect((await runStep(step(script, jest()), folder, folder)).tally).toEqual({ passed: 2, failed: 0, skipped: [] });
  });

  test('has a failed test more when the runner crashed after its report', async () => {
    const script = `${writing(jestReport(file('a.test.ts', 'passed', ['one', 'passed'])))} process.exit(1)`;
    expect((await runStep(step(script, jest()), folder, folder)).tally).toMatchObject({ passed: 1, failed: 1 });
  });

  test('is failed when the runner wrote no report, an old one lies about, or it ran nothing', async () => {
    await writeFile(
      join(folder, 'report.json'),
      JSON.stringify(jestReport(file('a.test.ts', 'passed', ['one', 'passed'])))
    );
    expect((await runStep(step('', jest()), folder, folder)).tally).toMatchObject({ passed: 0, failed: 1 });
    expect(await resultOf(jest().reporting, true, folder)).toMatchObject({ passed: 0, failed: 1 });
    expect((await runStep(step(writing(jestReport()), jest()), folder, folder)).tally).toMatchObject({ failed: 1 });
  });

  test('is failed when it takes longer than its limit', async () => {
    const outcome = await runStep(step('setInterval(() => {}, 1000)', { limitMilliseconds: 300 }), folder, folder);
    expect(outcome).toMatchObject({ tally: { failed: 1 }, ended: expect.stringContaining('limit') });
  });
});

describe('the whole run', () => {
  test('runs two neighbours that may run beside others at a time, and whatever may not alone', async () => {
    const steps = ['lint', 'types', 'format', 'unit', 'browser', 'demo'].map((name): Step => ({
      name,
      title: name,
      command: '',
      args: [],
      reporting: { kind: 'exit-code' },
      besideOthers: !['unit', 'browser'].includes(name),
      limitMilliseconds: 0,
    }));
    const running = new Set<string>();
    const seen: string[] = [];
    await runSteps(steps, async ({ name }) => {
      running.add(name);
      seen.push([...running].join('+'));
      await sleep(name === 'lint' ? 60 : 20);
      running.delete(name);
    });
    expect(seen).toEqual(['lint', 'lint+types', 'lint+format', 'unit', 'browser', 'demo']);
  });

  test('adds the steps up into the last line', () => {
    const skipped = [{ name: 'a', reason: 'b' }];
    const total = add(add(NOTHING, { passed: 3, failed: 0, skipped }), { passed: 1, failed: 2, skipped: [] });
    expect(summaryOf(total)).toBe('4 passed, 2 failed, 1 skipped');
  });

  test('is bad when something failed, and when nothing passed', () => {
    expect(isGood({ passed: 1, failed: 0, skipped: [] })).toBe(true);
    expect(isGood({ passed: 1, failed: 1, skipped: [] })).toBe(false);
    expect(isGood(NOTHING)).toBe(false);
  });

  test('can be narrowed to some steps, and names the steps there are when one is unknown', () => {
    const steps = stepsOf('artifacts');
    expect(chooseSteps(steps, 'unit,lint').map(({ name }) => name)).toEqual(['lint', 'unit']);
    expect(chooseSteps(steps, undefined)).toHaveLength(steps.length);
    expect(() => chooseSteps(steps, 'units')).toThrow(/no step units; there are typecheck, lint/);
  });
});
