/** One colour of a chart. */
export interface ChartSeries {
  key: string;
  /** For people. */
  name: string;
  /** A CSS colour. */
  color: string;
  /** One for each step. */
  counts: readonly number[];
  /** Where one sees more of it. */
  href?: string;
}

/** What charts of counts show: how many there were in each step of a time. */
export interface ChartData {
  /** When each step begins, in milliseconds since the epoch. */
  times: readonly number[];
  /** How long each step is, in milliseconds. */
  step: number;
  series: readonly ChartSeries[];
}

export function sumOf(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
