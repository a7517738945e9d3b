import { z } from 'zod';
import type { Tally } from './tally';

// What `tests/security/main.ts --report` writes.
const reportSchema = z.object({ tests: z.array(z.object({ name: z.string(), passed: z.boolean() })) });

/** Adds up a report of the security suite: each written case is a test, and so is each kind of generated requests. */
export function tallySecurity(report: unknown): Tally {
  const { tests } = reportSchema.parse(report);
  const passed = tests.filter((test) => test.passed).length;
  return { passed, failed: tests.length - passed, skipped: [] };
}
