import type { IncomingMessage } from 'node:http';
import { malformed } from './refusal';

/**
 * Reads a header that decides something. It must not stand twice: two readers could pick different ones.
 *
 * @param name in lower case
 * @throws Refusal 400 when it stands more than once
 */
export function singleHeader(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name];
  if (values !== undefined && values.length > 1) {
    throw malformed('header-repeated', `the header ${name} may be given once`);
  }
  return values?.[0];
}
