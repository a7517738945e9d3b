/** Takes a time with its offset to what `<input type="datetime-local">` shows, in the browser's time zone, to the minute. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return Number.isNaN(shifted.getTime()) ? '' : shifted.toISOString().slice(0, 16);
}

/** The other way: a local time as the input writes it, to a time in UTC; what is no time stays as it is, to be refused. */
export function utcTime(local: string): string {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? local : time.toISOString().replace(/\.000Z$/, 'Z');
}
