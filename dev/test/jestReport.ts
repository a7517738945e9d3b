import { relative } from 'node:path';
import { z } from 'zod';
import type { SkippedTest, Tally } from './tally';

const REASON = /^(.*) \(skipped: (.+)\)$/s;

// The part of Jest's --json output that counts (https://jestjs.io/docs/cli#--json).
const reportSchema = z.object({
  success: z.boolean(),
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    })
  ),
});

/**
 * Adds up a report of Jest. A file that failed although none of its tests did, because it could not be loaded for instance, counts as
 * one failed test.
 */
export function tallyJest(report: unknown, root: string): Tally {
  const { testResults } = reportSchema.parse(report);
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ name: `${relative(root, name)}: ${fullName}`, status }))
  );
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed')
  );
  const passed = tests.filter(({ status }) => status === 'passed');
  const failed = tests.filter(({ status }) => status === 'failed');
  return {
    passed: passed.length,
    failed: failed.length + brokenFiles.length,
    // Whatever neither passed nor failed was not tried: pending, todo, disabled.
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ name, status }) => skippedTest(name, status)),
  };
}

/** Jest has no place for a reason; ours is at the end of the title: `does this (skipped: no Docker here)`. */
function skippedTest(name: string, status: string): SkippedTest {
  const [, title, reason] = REASON.exec(name) ?? [];
  return title === undefined || reason === undefined
    ? { name, reason: status === 'todo' ? 'todo' : 'no reason given' }
    : { name: title, reason };
}
