import { readFile } from 'node:fs/promises';
import { tallyJest } from './jestReport';
import { tallyPlaywright } from './playwrightReport';
import { tallySecurity } from './securityReport';
import type { Reporting } from './steps';
import { add, NOTHING, type Tally } from './tally';

const ONE_PASSED: Tally = { ...NOTHING, passed: 1 };
const ONE_FAILED: Tally = { ...NOTHING, failed: 1 };

/**
 * The result of a step that has ended. A step without a report counts as one test. A runner that failed without a failed test in
 * its report has crashed, and one that ran no test proves nothing: both count as one failed test.
 *
 * @param succeeded whether its exit code was 0
 * @param root the repository, to shorten file names
 */
export async function resultOf(reporting: Reporting, succeeded: boolean, root: string): Promise<Tally> {
  if (reporting.kind === 'exit-code') {
    return succeeded ? ONE_PASSED : ONE_FAILED;
  }
  const tally = await readReport(reporting.kind, reporting.report, root);
  if (tally === undefined || tally.passed + tally.failed + tally.skipped.length === 0) {
    return ONE_FAILED;
  }
  return !succeeded && tally.failed === 0 ? add(tally, ONE_FAILED) : tally;
}

async function readReport(
  kind: 'jest' | 'playwright' | 'security',
  file: string,
  root: string
): Promise<Tally | undefined> {
  try {
    const report: unknown = JSON.parse(await readFile(file, 'utf8'));
    switch (kind) {
      case 'jest':
        return tallyJest(report, root);
      case 'playwright':
        return tallyPlaywright(report);
      case 'security':
        return tallySecurity(report);
    }
  } catch {
    // No report, or one that breaks off: the runner did not get to its end.
    return undefined;
  }
}
