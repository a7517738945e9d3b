const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};

const DURATION = /^([0-9]{1,6})(ms|s|m|h|d|w|y)$/;

/**
 * Reads a duration such as `30d`, one whole number and one of `ms s m h d w y`, as Prometheus writes them.
 *
 * @returns milliseconds, or undefined when the text is not such a duration or is zero
 */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  const milliseconds = Number(amount) * (UNITS[unit ?? ''] ?? NaN);
  return milliseconds > 0 ? milliseconds : undefined;
}
