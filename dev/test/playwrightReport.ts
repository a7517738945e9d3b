import { z } from 'zod';
import type { Tally } from './tally';

// The part of Playwright's JSON report that counts (https://playwright.dev/docs/api/class-testreporter, reporter "json").
const specSchema = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
      annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })).default([]),
    })
  ),
});
interface Suite {
  specs: Array<z.output<typeof specSchema>>;
  suites?: Suite[];
}
const suiteSchema: z.ZodType<Suite> = z.lazy(() =>
  z.object({ specs: z.array(specSchema), suites: z.array(suiteSchema).optional() })
);
const reportSchema = z.object({ suites: z.array(suiteSchema), errors: z.array(z.unknown()).default([]) });

/**
 * Adds up a report of Playwright. Each error outside of tests, of the global set-up for instance, counts as a failed test; so does
 * a flaky test: it failed once.
 */
export function tallyPlaywright(report: unknown): Tally {
  const { suites, errors } = reportSchema.parse(report);
  const tests = suites.flatMap(specsOf).flatMap(({ title, file, tests: runs }) =>
    runs.map(({ status, annotations }) => ({
      name: `${file}: ${title}`,
      status,
      reason: annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? 'no reason given',
    }))
  );
  const passed = tests.filter(({ status }) => status === 'expected');
  const skipped = tests.filter(({ status }) => status === 'skipped');
  return {
    passed: passed.length,
    failed: tests.length - passed.length - skipped.length + errors.length,
    skipped: skipped.map(({ name, reason }) => ({ name, reason })),
  };
}

function specsOf(suite: Suite): Suite['specs'] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}
