import { dateTimeFormat } from '@grafana/data';

/** When something happened, to the second, in the time zone of the person's preferences. */
export function eventTime(moment: string): string {
  return dateTimeFormat(moment, { format: 'YYYY-MM-DD HH:mm:ss' });
}
