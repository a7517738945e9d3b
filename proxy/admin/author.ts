import { z } from 'zod';

const LONGEST_AUTHOR = 200;
const LONGEST_CONTEXT = 8192;

const contextSchema = z.object({ Login: z.string() });

/** Who publishes when Grafana does not say so. */
const UNNAMED = 'admin-token';

/**
 * Names the author of a change: the login in Grafana's `X-Grafana-Context`. Grafana does not sign that header, so the name is
 * only as true as the admin token is secret.
 *
 * @param header its value as Node gives it, that is with bytes as characters
 */
export function authorOf(header: string | string[] | undefined): string {
  if (typeof header !== 'string' || header.length > LONGEST_CONTEXT) {
    return UNNAMED;
  }
  const context = contextSchema.safeParse(parseJson(Buffer.from(header, 'latin1').toString('utf8')));
  // Control and formatting characters could make one name look like another.
  const login = context.success ? context.data.Login.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim() : '';
  return login === '' ? UNNAMED : login.slice(0, LONGEST_AUTHOR);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
