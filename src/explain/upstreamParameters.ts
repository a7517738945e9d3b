/** A parameter of the request that the backend would get. */
export interface UpstreamParameter {
  name: string;
  value: string;
  /** True when it is not as it was sent: added by Gatehouse, or another value. */
  added: boolean;
}

/**
 * The parameters of an upstream request, decoded, in the order in which they stand there.
 *
 * @param upstream the exact request
 * @param sent what somebody would send
 */
export function upstreamParameters(
  { url, body = '' }: { url: string; body?: string | undefined },
  sent: Readonly<Record<string, string>>
): UpstreamParameter[] {
  const question = url.indexOf('?');
  const inUrl = question < 0 ? '' : url.slice(question + 1);
  return [inUrl, body].flatMap((text) =>
    [...new URLSearchParams(text)].map(([name, value]) => ({ name, value, added: sent[name] !== value }))
  );
}
