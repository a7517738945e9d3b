import { dateTimeFormat } from '@grafana/data';

const DAY = 86_400_000;

/** When a step begins, as short as it can be said in a chart of that length. */
export function shortTime(time: number, length: number): string {
  return dateTimeFormat(time, { format: length > 2 * DAY ? 'MM-DD' : 'HH:mm' });
}

/** From when to when a step is, to be read apart from its chart. */
export function stepTime(time: number, step: number): string {
  return `${dateTimeFormat(time, { format: 'YYYY-MM-DD HH:mm' })} – ${dateTimeFormat(time + step, { format: 'HH:mm' })}`;
}
