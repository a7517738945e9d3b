import { z } from 'zod';
import { plainName } from './plainName';

const LONGEST_CONTEXT = 8192;

const contextSchema = z.object({ Login: z.string() });

/**
 * The login in Grafana's `X-Grafana-Context`; undefined when there is none. Grafana does not sign that header, so the name is
 * only as true as the admin token is secret.
 *
 * @param header its value as Node gives it, that is with bytes as characters
 */
export function loginOf(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string' || header.length > LONGEST_CONTEXT) {
    return undefined;
  }
  const context = contextSchema.safeParse(parseJson(Buffer.from(header, 'latin1').toString('utf8')));
  return context.success ? plainName(context.data.Login) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
