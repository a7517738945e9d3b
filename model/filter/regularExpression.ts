import { RE2JS } from 're2js';
import type { MatchOperator } from './filter';

/** Longer repetitions crash VictoriaMetrics 1.79, which unrolls them. */
const MOST_REPETITIONS = 100;

/** Values of every kind: a `!~` that excludes them all and the empty one lets nothing through but series without the label. */
const PROBES = ['', 'a', 'Z', '0', '-', 'é', ' ', 'prod-eu-1'];

/** Names and alternatives of names, such as `aws|gcp`: nothing in them has a meaning of its own but `|`. */
const LITERALS = /^[A-Za-z0-9_-]+(?:\|[A-Za-z0-9_-]+)*$/;

/** How many patterns are remembered: large policies repeat the same few, and to judge one takes longer than to read its filter. */
const MOST_REMEMBERED = 10_000;

/** What there is to say about a pattern. */
interface Verdict {
  /** Why it cannot stand in a filter, whatever the operator. */
  problem: string | undefined;
  /** Whether it matches the empty value, and so series without the label. */
  matchesEmpty: boolean;
  /** Whether it matches values of every kind. */
  matchesEverything: boolean;
}

const remembered = new Map<string, Verdict>();

/**
 * Says why a regular expression cannot stand in a filter. VictoriaMetrics anchors and simplifies patterns in its own way; what is
 * accepted here means the same to RE2, to Prometheus and to every VictoriaMetrics from 1.79 on.
 *
 * @returns undefined when it can
 */
export function regularExpressionProblem(operator: MatchOperator, pattern: string): string | undefined {
  const { problem, matchesEverything } = judge(pattern);
  return operator === '!~' && matchesEverything
    ? 'this excludes every value; leave the matcher out, or write what to exclude'
    : problem;
}

/** Says whether a regular expression that can stand in a filter matches the empty value. */
export function matchesEmpty(pattern: string): boolean {
  return judge(pattern).matchesEmpty;
}

function judge(pattern: string): Verdict {
  if (LITERALS.test(pattern)) {
    return { problem: undefined, matchesEmpty: false, matchesEverything: false };
  }
  const known = remembered.get(pattern);
  if (known !== undefined) {
    return known;
  }
  if (remembered.size >= MOST_REMEMBERED) {
    remembered.clear();
  }
  const verdict = judgeByCompiling(pattern);
  remembered.set(pattern, verdict);
  return verdict;
}

/**
 * Compiles a regular expression so that it matches whole values.
 *
 * @returns undefined when it cannot stand in a filter
 */
export function compilePattern(pattern: string): RE2JS | undefined {
  const compiled = judge(pattern).problem === undefined ? compile(pattern) : 'refused';
  return typeof compiled === 'string' ? undefined : compiled;
}

/** The long way, which is right for every pattern. */
export function judgeByCompiling(pattern: string): Verdict {
  // First what is cheap to see: long repetitions are unrolled when they are compiled.
  const repetitions = repetitionProblem(pattern);
  if (repetitions !== undefined) {
    return { problem: repetitions, matchesEmpty: false, matchesEverything: false };
  }
  const compiled = compile(pattern);
  if (typeof compiled === 'string') {
    return { problem: compiled, matchesEmpty: false, matchesEverything: false };
  }
  const empty = compiled.testExact('');
  return {
    problem: syntaxProblem(pattern),
    matchesEmpty: empty,
    matchesEverything: empty && PROBES.every((probe) => compiled.testExact(probe)),
  };
}

function compile(pattern: string): RE2JS | string {
  try {
    // By itself first: "a)|(b" would be well-formed inside the group.
    RE2JS.compile(pattern);
    return RE2JS.compile(`^(?:${pattern})$`);
  } catch (error) {
    return `not a regular expression as VictoriaMetrics reads it (RE2): ${error instanceof Error ? error.message : String(error)}`;
  }
}

const TOKEN = /\\[^]|\[\^?\]?|\[:\^?[a-z]+:\]|\(\?[^:)]*[:)]?|[^]/g;

function syntaxProblem(pattern: string): string | undefined {
  let inClass = false;
  for (const { 0: token, index } of pattern.matchAll(TOKEN)) {
    if (token.startsWith('\\')) {
      if (/^\\[xQEACz0-9]/.test(token) || (inClass && /^\\[SDW]/.test(token))) {
        return `${token} is not allowed here; write the characters that are meant`;
      }
    } else if (inClass) {
      inClass = token !== ']';
    } else if (token.startsWith('[')) {
      inClass = true;
    } else if (token.startsWith('(?') && !/^\(\?(?:[is]{0,2}:|[is]{1,2}\))$/.test(token)) {
      return `${token} is not allowed; groups are (…), (?:…) and (?i:…)`;
    } else if ((token === '^' && index > 0) || (token === '$' && index < pattern.length - 1)) {
      return `${token} is not allowed inside: a pattern always matches the whole value`;
    }
  }
  return undefined;
}

function repetitionProblem(pattern: string): string | undefined {
  const repetitions = [...pattern.matchAll(/(\)?)\{(\d+)(?:,(\d*))?\}/g)];
  const counts = repetitions.map(([, , least, most]) => Math.max(Number(least), Number(most ?? 0)));
  const ofGroups = repetitions.some(([, group]) => group === ')');
  const most = ofGroups ? counts.reduce((product, count) => product * Math.max(count, 1), 1) : Math.max(0, ...counts);
  return most > MOST_REPETITIONS
    ? `at most ${MOST_REPETITIONS} repetitions; longer ones make VictoriaMetrics fail`
    : undefined;
}
