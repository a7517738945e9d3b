import { READ_CASES, WRITE_CASES } from './cases';
import type { SecurityCase } from './cases/case';
import { type Kind, READ_KINDS, WRITE_KINDS } from './generated/kinds';
import { type KindResult, runKind } from './generated/runKind';
import type { Problem } from './judge';
import { print } from './print';
import { RawConnection } from './rawConnection';
import { type CaseResult, perBackend, runCase } from './runCases';
import { SCENARIOS } from './scenarios';
import type { Stack } from './stack';
import { Ledger } from './writes/ledger';
import { findPlanted } from './writes/planted';

export interface SuiteOptions {
  /** Repeats the generated requests of an earlier run. */
  seed: number;
  /** How many requests are generated. */
  generated: number;
  /** Stops at the first thing that is wrong. */
  bail: boolean;
}

/** One thing that is wrong, and where it was found. */
export interface Failure extends Problem {
  name: string;
}

export interface SuiteResult {
  /** Written cases that were run, and generated requests. */
  cases: number;
  generated: number;
  failures: readonly Failure[];
  /** Everything that was tried, by name: a written case each, a kind of generated requests each. */
  tried: readonly string[];
}

/**
 * Runs the written cases and the generated requests: those that read first, as those that write change what is there to be
 * read. At the end it looks where everything that was written has come to lie.
 */
export async function runSuite(stack: Stack, options: SuiteOptions): Promise<SuiteResult> {
  const result: Running = { cases: 0, generated: 0, failures: [], tried: [] };
  const connection = new RawConnection(stack.port);
  const run: Run = { stack, connection, ledger: new Ledger(), options, result };
  try {
    await runWritten(run, 'that read', READ_CASES);
    await runScenarios(run);
    await runGenerated(run, READ_KINDS);
    await runWritten(run, 'that write', WRITE_CASES);
    await runGenerated(run, WRITE_KINDS);
    await judgePlanted(run);
  } finally {
    connection.close();
  }
  return result;
}

interface Run {
  stack: Stack;
  connection: RawConnection;
  ledger: Ledger;
  options: SuiteOptions;
  result: Running;
}

function goesOn({ options, result }: Run): boolean {
  return !options.bail || result.failures.length === 0;
}

interface Running {
  cases: number;
  generated: number;
  failures: Failure[];
  tried: string[];
}

async function runWritten(run: Run, what: string, cases: readonly SecurityCase[]): Promise<void> {
  const begun = Date.now();
  const { stack, connection, ledger, result } = run;
  const before = result.cases;
  for (const one of perBackend(cases)) {
    if (!goesOn(run)) {
      break;
    }
    const outcome = await runCase(stack, connection, ledger, one);
    result.cases += 1;
    result.tried.push(one.name);
    report(outcome, result);
  }
  print(`written: ${result.cases - before} cases ${what} in ${seconds(begun)} s`);
}

async function runScenarios(run: Run): Promise<void> {
  const begun = Date.now();
  for (const { name, run: play } of SCENARIOS) {
    if (!goesOn(run)) {
      return;
    }
    const problems = await play(run.stack);
    run.result.cases += 1;
    run.result.tried.push(name);
    report({ name, problems }, run.result);
  }
  print(`written: ${SCENARIOS.length} cases of more than one request in ${seconds(begun)} s`);
}

function report({ name, problems }: Pick<CaseResult, 'name' | 'problems'>, { failures }: Running): void {
  if (problems.length > 0) {
    print(`FAILED: ${name}`);
    problems.forEach(({ kind, what }) => print(`  ${kind}: ${what}`));
    failures.push(...problems.map((problem) => ({ ...problem, name })));
  }
}

async function runGenerated(run: Run, kinds: readonly Kind[]): Promise<void> {
  const { stack, connection, ledger, options, result } = run;
  for (const kind of kinds) {
    if (!goesOn(run)) {
      return;
    }
    const begun = Date.now();
    const runs = Math.ceil(options.generated * kind.share);
    const outcome = await runKind(stack, connection, ledger, kind, { seed: options.seed, runs });
    result.generated += outcome.runs;
    result.tried.push(`generated: ${kind.name}`);
    result.failures.push(...outcome.problems.map((problem) => ({ ...problem, name: `generated: ${kind.name}` })));
    print(`generated: ${printKind(outcome)} in ${seconds(begun)} s`);
    await stack.backends.checkAlive();
  }
}

async function judgePlanted(run: Run): Promise<void> {
  if (!goesOn(run)) {
    return;
  }
  const { problems, found } = await findPlanted(run.stack, run.ledger);
  run.result.tried.push('where written samples lie');
  for (const { kind, what, entry } of problems) {
    const name = entry?.what ?? 'a sample that no case wrote';
    print(`FAILED: ${name}\n  ${kind}: ${what}`);
    run.result.failures.push({ kind, what, name });
  }
  print(`written: ${found} samples were found and judged`);
}

function printKind({ name, runs, shown, empty, rejected, refused, compared }: KindResult): string {
  const share = (part: number) => `${Math.round((100 * part) / Math.max(runs, 1))} %`;
  return `${runs} ${name}: ${share(shown)} answered with something, ${share(empty)} with nothing, ${share(rejected)} rejected by VictoriaMetrics, ${share(refused)} refused or answered by Gatehouse; ${compared} compared`;
}

function seconds(begun: number): string {
  return ((Date.now() - begun) / 1000).toFixed(1);
}
