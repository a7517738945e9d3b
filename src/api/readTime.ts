/** Reads a time: ISO texts, each left out where there is no bound. */
export type ReadTime = () => { since?: string; until?: string };

/** A time as parameters of a request. */
export function timeParameters({ since, until }: ReturnType<ReadTime>): Record<string, string> {
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}
