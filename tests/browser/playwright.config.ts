import { defineConfig } from '@playwright/test';
import path from 'node:path';

/*
 * The browser tests. Alone they start everything themselves: the test identity provider, VictoriaMetrics, the proxy and
 * the emulated Grafana of `dev/grafana`.
 *
 *   npm run test:browser
 *
 * The same tests run against a real Grafana with the plugin, such as the one of docker-compose.yaml, when these are set:
 *
 *   GATEHOUSE_TEST_GRAFANA_URL   where Grafana is, e.g. http://localhost:3000; people log in at its /login/generic_oauth
 *   GATEHOUSE_TEST_ADMIN_TOKEN   the proxy's admin token (tests save the plugin's settings and restore them)
 *   GATEHOUSE_TEST_ADMIN_URL     the proxy's admin listener as Grafana's server reaches it (http://gatehouse:8432)
 *   GATEHOUSE_TEST_DATA_URL      its data listener, likewise (http://gatehouse:8431)
 *   GATEHOUSE_TEST_USER_CAROL, GATEHOUSE_TEST_PASSWORD_CAROL, … of ALICE, BOB, MALLORY
 *                                what they type at the identity provider, e.g. Keycloak; both default to the name
 *
 * The published policy of that installation is replaced by the demo policy.
 *
 * Other variables: GATEHOUSE_CHROMIUM, the browser (/usr/bin/chromium).
 *
 * The pictures of the documentation are made only when asked for:
 *
 *   npx playwright test --config tests/browser/playwright.config.ts --project screenshots
 *
 * So is the measurement of a list of 10,000 mappings, which prints what it finds:
 *
 *   npx playwright test --config tests/browser/playwright.config.ts --project performance
 */
const ROOT = path.join(__dirname, '../..');

// Run only when they are asked for, each alone. Workers load this file again, without the arguments; the environment tells them.
const APART = ['screenshots', 'performance'];
const asked = APART.find((project) =>
  process.argv.some(
    (argument, at) =>
      argument === `--project=${project}` || (argument === project && process.argv[at - 1] === '--project')
  )
);
if (asked !== undefined) {
  process.env.GATEHOUSE_TEST_PROJECT = asked;
}
const project = process.env.GATEHOUSE_TEST_PROJECT;

export default defineConfig({
  testDir: __dirname,
  outputDir: path.join(ROOT, 'test-results/browser'),
  globalSetup: path.join(__dirname, 'globalSetup.ts'),
  // One policy is in force for everybody, so one test at a time.
  workers: 1,
  fullyParallel: false,
  // A minute is long; shared machines are slow.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: path.join(ROOT, 'artifacts/browser.json') }]],
  use: {
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    locale: 'en-US',
    actionTimeout: 10_000,
    // A trace doubles the time that the tests take; `--trace retain-on-failure` makes one when it is needed.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.GATEHOUSE_CHROMIUM ?? '/usr/bin/chromium',
      // Chromium run by root has no sandbox; the rest keeps it from talking to anybody but the stack.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects:
    project === undefined
      ? [{ name: 'chromium', testIgnore: APART.map((name) => `${name}.spec.ts`) }]
      : [{ name: project, testMatch: `${project}.spec.ts` }],
});
