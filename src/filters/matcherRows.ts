import {
  FilterSyntaxError,
  type Matcher,
  matchesAbsent,
  type MatchOperator,
  parseFilter,
  printMatcher,
} from '@gatehouse/model';
import { alternationOf, valuesIn } from './alternation';

/** A matcher while it is put together. */
export interface MatcherRow {
  /** Tells rows apart; it means nothing else. */
  key: number;
  /** Empty until one is chosen. */
  label: string;
  operator: MatchOperator;
  /** As a matcher has it: a regular expression for `=~` and `!~`. Undefined until one is chosen, which is not the empty value. */
  value: string | undefined;
}

let lastKey = 0;

export function emptyRow(): MatcherRow {
  return { key: ++lastKey, label: '', operator: '=', value: undefined };
}

/** A row of a matcher. */
export function rowOf({ label, operator, value }: Matcher): MatcherRow {
  return { key: ++lastKey, label, operator, value };
}

/**
 * The rows that show a filter; one empty row for no text.
 *
 * @returns undefined when the text cannot be read
 */
export function rowsOf(text: string): MatcherRow[] | undefined {
  if (text.trim() === '') {
    return [emptyRow()];
  }
  try {
    return parseFilter(text).matchers.map(rowOf);
  } catch (error) {
    if (error instanceof FilterSyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The text of rows, matchers in their order. What is not chosen yet is missing in the text, too, so that half a filter is never
 * taken for a wider one.
 */
export function textOf(rows: readonly MatcherRow[]): string {
  return rows.every(isEmpty)
    ? ''
    : `{${rows.map(({ value, ...row }) => (value === undefined ? `${row.label}${row.operator}` : printMatcher({ ...row, value }))).join(',')}}`;
}

export function isEmpty({ label, value }: MatcherRow): boolean {
  return label === '' && value === undefined;
}

/** What the model has against a row by itself, without the place in the text; undefined for one that is right or not complete. */
export function rowError({ value, ...row }: MatcherRow): string | undefined {
  if (row.label === '' || value === undefined) {
    return undefined;
  }
  try {
    parseFilter(`{${printMatcher({ ...row, value })}}`);
    return undefined;
  } catch (error) {
    if (error instanceof FilterSyntaxError) {
      return error.message.replace(/ \(at character \d+\)$/, '');
    }
    throw error;
  }
}

/** Says whether a complete row also lets through series that do not have its label. */
export function letsAbsentThrough({ value, ...row }: MatcherRow): boolean {
  return value !== undefined && matchesAbsent({ ...row, value });
}

export function isPattern(operator: MatchOperator): boolean {
  return operator === '=~' || operator === '!~';
}

/** The row with another operator: its value means the same as before, or has to be chosen again. */
export function withOperator(row: MatcherRow, operator: MatchOperator): MatcherRow {
  if (row.value === undefined || isPattern(row.operator) === isPattern(operator)) {
    return { ...row, operator };
  }
  if (isPattern(operator)) {
    return { ...row, operator, value: alternationOf([row.value]) };
  }
  const values = valuesIn(row.value);
  return { ...row, operator, value: values?.length === 1 ? values[0] : undefined };
}
