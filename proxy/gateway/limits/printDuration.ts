const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** Writes milliseconds as a duration in the largest unit that gives a whole number, such as `30d` or `90s`. */
export function printDuration(milliseconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => milliseconds % length === 0) ?? ['ms', 1];
  return `${Math.round(milliseconds / size)}${unit}`;
}
