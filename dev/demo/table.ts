import type { Row } from './scene';
import { problemOf } from './verify';

const RULE_WIDTH = 100;
const HEADER = ['person', 'backend', 'series', 'sum', 'teams', '', 'why'];

/** The rows as a table of plain text. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [HEADER, ...rows.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  );
  const rule = '─'.repeat(RULE_WIDTH);
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function cellsOf(row: Row): string[] {
  const { who, backend, sight } = row;
  const mark = problemOf(row) === undefined ? '✓' : '✗';
  return sight.refused
    ? [who, backend, '–', '–', '–', mark, `${sight.status}: ${sight.text}`]
    : [who, backend, String(sight.series), String(sight.sum), sight.teams.join(', '), mark, row.why];
}
