import { READ_CASES, WRITE_CASES } from './cases';
import type { SecurityCase } from './cases/case';
import { type Kind, READ_KINDS, WRITE_KINDS } from './generated/kinds';
import { type KindResult, runKind } from './generated/runKind';
import type { Problem } from './judge';
import { RawConnection } from './rawConnection';
import { perBackend, runCase } from './runCases';
import { SCENARIOS } from './scenarios';
import type { Stack } from './stack';
import { findPlanted } from './writes/planted';

export interface SuiteOptions {
  /** Repeats the generated requests of an earlier run. */
  seed: number;
  /** How many requests are generated. */
  generated: number;
  /** Stops at the first thing that is wrong. */
  bail: boolean;
  /** One half of it only; both when left out. */
  half?: 'reads' | 'writes';
  /** Cases with this in their names are run before the others. */
  first?: string;
  /** Where the report goes, line by line. */
  print: (line: string) => void;
}

/** One thing that is wrong, and where it was found. */
export interface Failure extends Problem {
  name: string;
}

export interface SuiteResult {
  /** Written cases that were run, and generated requests. */
  cases: number;
  generated: number;
  failures: Failure[];
  /** Everything that was tried, by name: a written case each, a kind of generated requests each. */
  tried: string[];
}

/** A written case, ready to be run. */
interface Job {
  name: string;
  run(): Promise<readonly Problem[]>;
}

/**
 * Runs the written cases and the generated requests: those that read first, as those that write change what is there to be
 * read. At the end it looks where everything that was written has come to lie.
 */
export async function runSuite(stack: Stack, options: SuiteOptions): Promise<SuiteResult> {
  const result: SuiteResult = { cases: 0, generated: 0, failures: [], tried: [] };
  const connection = new RawConnection(stack.port);
  const run: Run = { stack, connection, options, result };
  const since = stack.backends.ledger.nextValue;
  try {
    if (options.half !== 'writes') {
      const [reads, scenarios] = [jobsOf(run, READ_CASES), scenarioJobs(run)];
      await runJobs(run, 'that come first', firstOf(options, [...reads, ...scenarios]));
      await runJobs(run, 'that read', restOf(options, reads));
      await runJobs(run, 'of more than one request', restOf(options, scenarios));
      await runGenerated(run, READ_KINDS);
    }
    if (options.half !== 'reads') {
      const writes = jobsOf(run, WRITE_CASES);
      await runJobs(run, 'that come first', firstOf(options, writes));
      await runJobs(run, 'that write', restOf(options, writes));
      await runGenerated(run, WRITE_KINDS);
      await judgePlanted(run, since);
    }
  } finally {
    connection.close();
  }
  if (stack.proxy.process.exitCode !== null || stack.proxy.process.signalCode !== null) {
    const what = `the proxy has ended: ${stack.proxy.logs().slice(-1_000)}`;
    options.print(`FAILED: ${what}`);
    result.failures.push({ kind: 'wrong', what, name: 'the proxy runs to the end' });
  }
  result.tried.push('the proxy runs to the end');
  return result;
}

interface Run {
  stack: Stack;
  connection: RawConnection;
  options: SuiteOptions;
  result: SuiteResult;
}

function goesOn({ options, result }: Run): boolean {
  return !options.bail || result.failures.length === 0;
}

function firstOf({ first }: SuiteOptions, jobs: readonly Job[]): readonly Job[] {
  return first === undefined ? [] : jobs.filter(({ name }) => name.includes(first));
}

function restOf({ first }: SuiteOptions, jobs: readonly Job[]): readonly Job[] {
  return first === undefined ? jobs : jobs.filter(({ name }) => !name.includes(first));
}

function jobsOf({ stack, connection }: Run, cases: readonly SecurityCase[]): Job[] {
  return perBackend(cases).map((one) => ({
    name: one.name,
    run: async () => (await runCase(stack, connection, one)).problems,
  }));
}

function scenarioJobs({ stack }: Run): Job[] {
  return SCENARIOS.map((scenario) => ({ name: scenario.name, run: () => scenario.run(stack) }));
}

async function runJobs(run: Run, what: string, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) {
    return;
  }
  const begun = Date.now();
  const { options, result } = run;
  const before = result.cases;
  for (const { name, run: play } of jobs) {
    if (!goesOn(run)) {
      break;
    }
    const problems = await play();
    result.cases += 1;
    result.tried.push(name);
    if (problems.length > 0) {
      options.print(`FAILED: ${name}`);
      problems.forEach(({ kind, what: text }) => options.print(`  ${kind}: ${text}`));
      result.failures.push(...problems.map((problem) => ({ ...problem, name })));
    }
  }
  options.print(`written: ${result.cases - before} cases ${what} in ${seconds(begun)} s`);
}

async function runGenerated(run: Run, kinds: readonly Kind[]): Promise<void> {
  const { stack, connection, options, result } = run;
  for (const kind of kinds) {
    if (!goesOn(run)) {
      return;
    }
    const begun = Date.now();
    const runs = Math.ceil(options.generated * kind.share);
    const outcome = await runKind(stack, connection, kind, { ...options, runs });
    const name = `generated: ${kind.name}`;
    result.generated += outcome.runs;
    result.tried.push(name);
    result.failures.push(...outcome.problems.map((problem) => ({ ...problem, name })));
    options.print(`generated: ${printKind(outcome)} in ${seconds(begun)} s`);
    await stack.backends.checkAlive();
  }
}

async function judgePlanted(run: Run, since: number): Promise<void> {
  if (!goesOn(run)) {
    return;
  }
  const { problems, found } = await findPlanted(run.stack, since);
  run.result.tried.push('where written samples lie');
  for (const { kind, what, entry } of problems) {
    const name = entry?.what ?? 'a sample that no case wrote';
    run.options.print(`FAILED: ${name}\n  ${kind}: ${what}`);
    run.result.failures.push({ kind, what, name });
  }
  run.options.print(`written: ${found} samples were found and judged`);
}

function printKind({ name, runs, shown, empty, rejected, refused, compared }: KindResult): string {
  const share = (part: number) => `${Math.round((100 * part) / Math.max(runs, 1))} %`;
  return `${runs} ${name}: ${share(shown)} answered with something, ${share(empty)} with nothing, ${share(rejected)} rejected by VictoriaMetrics, ${share(refused)} refused or answered by Gatehouse; ${compared} compared`;
}

function seconds(begun: number): string {
  return ((Date.now() - begun) / 1000).toFixed(1);
}
