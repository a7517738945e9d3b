/** How a step tells its result: by its exit code alone, or by the JSON report of Jest, Playwright or the security suite. */
export type Reporting = { kind: 'exit-code' } | { kind: 'jest' | 'playwright' | 'security'; report: string };

/** One part of the whole test run. */
export interface Step {
  /** What `--only` names. */
  name: string;
  title: string;
  command: string;
  args: readonly string[];
  reporting: Reporting;
  /** It may run at the same time as its neighbours that may, too: it uses one core, and nothing in it waits for a time. */
  besideOthers: boolean;
  /** After that it is ended and counts as failed. */
  limitMilliseconds: number;
}

const MINUTE_MILLISECONDS = 60_000;
// Jest's five seconds are too few for tests that start programs on a busy machine.
const TEST_TIMEOUT_MILLISECONDS = 30_000;
const EXIT_CODE = { kind: 'exit-code' } as const;

/** @param artifacts the folder for reports */
export function stepsOf(artifacts: string): Step[] {
  const script = (name: string, title: string, npmScript: string, minutes: number): Step => ({
    name,
    title,
    command: 'npm',
    args: ['run', '--silent', npmScript],
    reporting: EXIT_CODE,
    besideOthers: true,
    limitMilliseconds: minutes * MINUTE_MILLISECONDS,
  });
  const jest = (name: string, title: string, minutes: number, ...args: string[]): Step => {
    const report = `${artifacts}/${name}.json`;
    return {
      name,
      title,
      command: process.execPath,
      args: [
        'node_modules/jest/bin/jest.js',
        ...args,
        `--testTimeout=${TEST_TIMEOUT_MILLISECONDS}`,
        '--json',
        `--outputFile=${report}`,
      ],
      reporting: { kind: 'jest', report },
      besideOthers: false,
      limitMilliseconds: minutes * MINUTE_MILLISECONDS,
    };
  };
  return [
    script('typecheck', 'Types of every part', 'typecheck', 8),
    script('lint', 'Lint, with the import boundaries', 'lint', 10),
    script('format', 'Formatting', 'format:check', 2),
    script('knip', 'Unused files, exports and dependencies', 'knip', 2),
    script('build', 'Production builds of plugin and proxy', 'build', 5),
    jest(
      'unit',
      'Unit tests of model, proxy and plugin',
      18,
      '--selectProjects',
      'model',
      'proxy',
      'plugin',
      '--maxWorkers=2'
    ),
    // A test that failed half-way may have left something running; it must not hold the whole run.
    jest('integration', 'Integration tests', 40, '--selectProjects', 'integration', '--maxWorkers=2', '--forceExit'),
    {
      name: 'security',
      title: 'Attacks, written and generated',
      command: process.execPath,
      args: ['--import', 'tsx', 'tests/security/main.ts', `--report=${artifacts}/security.json`],
      reporting: { kind: 'security', report: `${artifacts}/security.json` },
      besideOthers: false,
      limitMilliseconds: 12 * MINUTE_MILLISECONDS,
    },
    {
      name: 'browser',
      title: 'Browser tests in Chromium',
      command: process.execPath,
      args: ['node_modules/@playwright/test/cli.js', 'test', '--config', 'tests/browser/playwright.config.ts'],
      reporting: { kind: 'playwright', report: `${artifacts}/browser.json` },
      besideOthers: false,
      limitMilliseconds: 25 * MINUTE_MILLISECONDS,
    },
    {
      name: 'demo',
      title: 'The demo shows what it must (npm run demo -- --check)',
      command: process.execPath,
      args: ['--import', 'tsx', 'dev/demo/main.ts', '--check'],
      reporting: EXIT_CODE,
      besideOthers: false,
      limitMilliseconds: 6 * MINUTE_MILLISECONDS,
    },
  ];
}
