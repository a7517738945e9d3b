import { unclear } from './rangeRefusals';

/** A piece of a query: names and keywords, strings, numbers, durations, and the rest. */
export interface Token {
  kind: (typeof KINDS)[number];
  text: string;
}

/** Queries above this many characters are not read; VictoriaMetrics' own bound, `-search.maxQueryLen`, is 16 KiB. */
const LONGEST_QUERY = 65_536;

const SPACE = String.raw`[ \t\n\v\f\r]+`;
const COMMENT = String.raw`#[^\n]*`;
const BRACKET = String.raw`[\{\}\[\]\(\),@]`;
const NAME = String.raw`[\p{L}_:][\p{L}_:0-9.]*`;
const STRING = ['"', "'"].map((quote) => String.raw`${quote}[^${quote}\\]*(?:\\[^][^${quote}\\]*)*${quote}`).join('|');
const RAW_STRING = '`[^`]*`';
const OPERATOR = String.raw`==|!=|>=|<=|=~|!~|[\-+*\/%\^<>=]`;
const PLACEHOLDER = String.raw`\$__(?:rate_)?interval`;
const UNIT = String.raw`(?:[mM][sS]|m(?![iIbB])|[sShHdDwWyYiI])`;
const DURATION = String.raw`[0-9]+(?:\.[0-9]*)?${UNIT}(?:(?:-[0-9]*|[0-9]+)(?:\.[0-9]*)?${UNIT})*`;
const MULTIPLIER = '[kKmMgGtT](?:[iI][bB]?|[bB])?';
const NUMBER = [
  '0[xX][0-9a-fA-F]*',
  String.raw`(?=\.?[0-9])(?:0[oObB])?[0-9_]*(?:\.[0-9_]*)?(?:${MULTIPLIER}|[eE][\-+]?[0-9]+)?`,
].join('|');

const TOKEN = new RegExp(
  [
    SPACE,
    `(?<comment>${COMMENT})`,
    `(?<name>${NAME})`,
    `(?<string>${STRING}|${RAW_STRING})`,
    `(?<sign>${BRACKET}|${OPERATOR})`,
    `(?<duration>${PLACEHOLDER}|${DURATION})`,
    `(?<number>${NUMBER})`,
  ].join('|'),
  'uy'
);

const KINDS = ['name', 'sign', 'string', 'duration', 'number'] as const;

/**
 * Cuts a query into tokens as VictoriaMetrics and Prometheus do. Where the two, or their versions, differ, nothing is guessed:
 * one of them could take for a string or a comment what the other one evaluates.
 *
 * @throws Refusal 400 `range-unclear`
 */
export function tokensOf(query: string): Token[] {
  if (query.length > LONGEST_QUERY) {
    throw unclear(`the query has more than ${LONGEST_QUERY} characters`);
  }
  const tokens: Token[] = [];
  for (let at = 0; at < query.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(query)?.groups;
    if (groups === undefined) {
      throw unclear(`the query cannot be read with certainty at its character ${at + 1}`);
    }
    refuseTwoReadings(groups);
    const kind = KINDS.find((one) => groups[one] !== undefined);
    if (kind !== undefined) {
      tokens.push({ kind, text: groups[kind] ?? '' });
    }
  }
  return tokens;
}

function refuseTwoReadings({ string, comment }: Readonly<Record<string, string | undefined>>): void {
  // Prometheus knows no escapes between backticks; VictoriaMetrics takes an escaped one for a part of the string.
  if (string?.endsWith('\\`')) {
    throw unclear('a string in backticks ends with a backslash; put it into quotes');
  }
  // Prometheus ends a comment at a carriage return, too.
  if (comment?.slice(0, -1).includes('\r')) {
    throw unclear('a comment holds a carriage return');
  }
}
