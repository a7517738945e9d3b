import { type Filter, FilterSyntaxError, type Matcher, type MatchOperator } from './filter';
import { Reader } from './reader';
import { regularExpressionProblem } from './regularExpression';

/** Longest filter accepted, in UTF-16 code units. */
const MAX_FILTER_LENGTH = 4096;

const LABEL_NAME = /[A-Za-z_][A-Za-z0-9_.]*/y;
const OPERATOR = /=~|!~|!=|=/y;

/** Labels by which a VictoriaMetrics cluster chooses tenants: the tenant sets them, a filter never does. */
const TENANT_LABELS = new Set(['vm_account_id', 'vm_project_id']);

/** Not a label but VictoriaMetrics' way of asking for Graphite paths. */
const GRAPHITE_PATH = '__graphite__';

/**
 * Reads one filter such as `{team="dev",env=~"aws|gcp"}`.
 *
 * The grammar is the part of MetricsQL's series selectors that means the same in every VictoriaMetrics and in Mimir:
 * matchers in braces, joined by commas. Values stand in `"…"` or `'…'` with the escapes `\\ \" \' \n \t \r \uXXXX`, or in
 * backticks without escapes. `or` between matchers is refused (write two filters), and so is everything else.
 *
 * @returns the matchers in the order in which they were written
 * @throws FilterSyntaxError with the offset of the first character that does not fit
 * @see https://docs.victoriametrics.com/victoriametrics/keyconcepts/#filtering
 */
export function parseFilter(text: string): Filter {
  if (text.length > MAX_FILTER_LENGTH) {
    throw new FilterSyntaxError(`a filter has at most ${MAX_FILTER_LENGTH} characters, this one has ${text.length}`, 0);
  }
  const reader = new Reader(text);
  reader.skipSpace();
  if (!reader.take('{')) {
    throw reader.error('a filter starts with "{", for example {team="dev"}');
  }
  const matchers: Matcher[] = [];
  reader.skipSpace();
  while (!reader.take('}')) {
    matchers.push(readMatcher(reader));
    reader.skipSpace();
    if (reader.take(',')) {
      reader.skipSpace();
    } else if (!reader.at('}')) {
      throw reader.at('or')
        ? reader.error('"or" is not allowed inside a filter; write two filters')
        : reader.error('expected "," or "}"');
    }
  }
  reader.skipSpace();
  if (!reader.atEnd()) {
    throw reader.error('nothing may follow "}"; write an alternative as another filter');
  }
  if (matchers.length === 0) {
    throw new FilterSyntaxError(
      'an empty filter matches every series; leave the filters out to grant the whole tenant',
      0
    );
  }
  return { matchers };
}

function readMatcher(reader: Reader): Matcher {
  const start = reader.offset;
  const label = reader.match(LABEL_NAME);
  if (label === undefined) {
    throw reader.error('expected a label name: letters, digits, "_" and ".", not starting with a digit or "."');
  }
  if (TENANT_LABELS.has(label)) {
    throw new FilterSyntaxError(`${label} names a tenant; grant the tenant instead`, start);
  }
  if (label === GRAPHITE_PATH) {
    throw new FilterSyntaxError(`${label} cannot be filtered by; use __name__`, start);
  }
  reader.skipSpace();
  const operator = reader.match(OPERATOR) as MatchOperator | undefined;
  if (operator === undefined) {
    throw reader.error(`expected =, !=, =~ or !~ after ${label}`);
  }
  reader.skipSpace();
  const valueStart = reader.offset;
  const value = readString(reader);
  if (operator === '=~' || operator === '!~') {
    const problem = regularExpressionProblem(operator, value);
    if (problem !== undefined) {
      throw new FilterSyntaxError(problem, valueStart);
    }
  }
  return { label, operator, value };
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  '"': '"',
  "'": "'",
  n: '\n',
  t: '\t',
  r: '\r',
};

function readString(reader: Reader): string {
  const quote = reader.next();
  if (quote !== '"' && quote !== "'" && quote !== '`') {
    reader.back();
    throw reader.error(
      quote === '=' ? 'one "=" compares; expected a quoted value' : 'expected a quoted value, for example "dev"'
    );
  }
  let value = '';
  for (;;) {
    const char = reader.next();
    if (char === undefined) {
      throw reader.error(`the value has no closing ${quote}`);
    }
    if (char === quote) {
      return value;
    }
    if (char === '\\' && quote !== '`') {
      value += readEscape(reader);
    } else {
      value += checkCharacter(char, reader);
    }
  }
}

function readEscape(reader: Reader): string {
  const char = reader.next();
  if (char === 'u') {
    const digits = reader.match(/[0-9a-fA-F]{4}/y);
    if (digits === undefined) {
      throw reader.error('expected four hexadecimal digits after \\u');
    }
    return checkCharacter(String.fromCharCode(parseInt(digits, 16)), reader);
  }
  const plain = char === undefined ? undefined : SIMPLE_ESCAPES[char];
  if (plain === undefined) {
    reader.back();
    throw reader.error('expected one of the escapes \\\\ \\" \\\' \\n \\t \\r \\uXXXX');
  }
  return plain;
}

/** Control characters and halves of surrogate pairs have no spelling that every backend reads alike. */
function checkCharacter(char: string, reader: Reader): string {
  const code = char.codePointAt(0) ?? 0;
  const control = code < 0x20 && char !== '\n' && char !== '\t' && char !== '\r';
  if (control || code === 0x7f || (code >= 0xd800 && code <= 0xdfff)) {
    reader.back();
    throw reader.error('control characters and lone surrogates are not allowed in a value');
  }
  return char;
}
