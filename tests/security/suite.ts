import { CASES } from './cases';
import { print } from './print';
import { RawConnection } from './rawConnection';
import { type CaseResult, perBackend, runCase } from './runCases';
import type { Stack } from './stack';
import { Ledger } from './writes/ledger';

export interface SuiteOptions {
  seed: number;
  generated: number;
  bail: boolean;
}

export interface SuiteResult {
  good: boolean;
}

export async function runSuite(stack: Stack, options: SuiteOptions): Promise<SuiteResult> {
  const ledger = new Ledger();
  const connection = new RawConnection(stack.port);
  const failed: CaseResult[] = [];
  let leaks = 0;
  const cases = perBackend(CASES);
  const begun = Date.now();
  for (const one of cases) {
    const result = await runCase(stack, connection, ledger, one);
    if (result.problems.length > 0) {
      failed.push(result);
      print(`FAILED: ${one.from}: ${result.name}`);
      result.problems.forEach(({ kind, what }) => print(`  ${kind}: ${what}`));
      if (options.bail) break;
    }
  }
  print(`${cases.length} cases in ${Date.now() - begun} ms, failed ${failed.length}`);
  return { good: failed.length === 0 && leaks === 0 };
}
