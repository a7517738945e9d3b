const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};

const PART = /-?(?<amount>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?<unit>ms|[smhdwyi])/giy;
const SECONDS = /^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]{1,3})?$/i;

/** A duration as queries have it; `steps` stands for the unit `i`. */
export interface QueryDuration {
  milliseconds: number;
  steps: number;
}

/**
 * Reads a duration of MetricsQL or PromQL: `5m`, `1h30m`, `1.5d`, `2i`, or a number of seconds. In MetricsQL a part may be
 * negative; here it counts as if it were not, so that the outcome is never too short.
 *
 * @returns undefined for what not every version of VictoriaMetrics reads alike, for example `5M`
 */
export function readDuration(text: string): QueryDuration | undefined {
  if (SECONDS.test(text)) {
    return { milliseconds: Number(text) * 1000, steps: 0 };
  }
  const duration = { milliseconds: 0, steps: 0 };
  let read = 0;
  for (const { 0: part, groups } of text.matchAll(PART)) {
    const unit = groups?.unit === 'M' ? '' : (groups?.unit ?? '').toLowerCase();
    const amount = Number(groups?.amount);
    if (unit === 'i') {
      duration.steps += amount;
    } else {
      duration.milliseconds += amount * (UNITS[unit] ?? NaN);
    }
    read += part.length;
  }
  return read === text.length && read > 0 && !Number.isNaN(duration.milliseconds) ? duration : undefined;
}
