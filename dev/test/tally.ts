/** Results, added up. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: readonly SkippedTest[];
}

export interface SkippedTest {
  /** File and full name. */
  name: string;
  reason: string;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: [] };

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: [...a.skipped, ...b.skipped] };
}

/** The last line of a run. */
export function summaryOf({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}

/** Whether a run is good: nothing failed, and something was tested at all. */
export function isGood({ passed, failed }: Tally): boolean {
  return failed === 0 && passed > 0;
}
