import type { Endpoint } from './endpoints';
import { malformed } from './refusal';

/** Parameters of a request in the order in which VictoriaMetrics would read them. */
export type Parameters = ReadonlyArray<readonly [name: string, value: string]>;

/**
 * As many parameters a request may have, in the URL and in the form together. VictoriaMetrics reads **none** of a query string
 * with more than 10,000, ours included, and answers as if there were no filters; so this and `MAX_OURS` stay far below.
 *
 * @see https://pkg.go.dev/net/url#ParseQuery
 */
const MAX_PARAMETERS = 4_000;

/** As many `extra_label` and `extra_filters[]` a request may need. */
export const MAX_OURS = 2_000;

/**
 * Reads the parameters of a form body and a query string, decodes them strictly and keeps those that the endpoint knows.
 * Everything else is dropped, so that no spelling of `extra_label`, `extra_filters[]`, `trace` or `authKey` survives.
 *
 * @param body the form body, or '' for a request without one; its parameters come first, as in Go's `Request.Form`
 * @param query the raw query string
 * @throws Refusal 400 for ";" as a separator, broken percent encoding, NUL, invalid UTF-8, or a repeated parameter whose
 *   readings could differ
 */
export function readParameters(endpoint: Endpoint, body: string, query: string): Parameters {
  const kept: Array<[string, string]> = [];
  const seen = new Set<string>();
  const parts = [...partsOf(body), ...partsOf(query)];
  if (parts.length > MAX_PARAMETERS) {
    throw malformed('parameters-too-many', `at most ${MAX_PARAMETERS} parameters`);
  }
  for (const [name, value] of parts.filter((part) => part !== '').map(decodePart)) {
    const kind = Object.hasOwn(endpoint.parameters, name) ? endpoint.parameters[name] : undefined;
    if (kind === undefined) {
      continue;
    }
    if (kind === 'once' && seen.has(name)) {
      throw malformed('parameter-repeated', `the parameter ${name} may be given once`);
    }
    seen.add(name);
    kept.push([name, value]);
  }
  return kept;
}

/** Writes parameters in `application/x-www-form-urlencoded`. */
export function encodeForm(parameters: Parameters): string {
  return parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

/** Not more parts than are needed to see that there are too many. */
function partsOf(text: string): string[] {
  if (text === '') {
    return [];
  }
  if (text.includes(';')) {
    throw malformed('parameter-malformed', 'parameters are separated by "&"; write ";" as %3B');
  }
  return text.split('&', MAX_PARAMETERS + 1);
}

function decodePart(part: string): [name: string, value: string] {
  const equals = part.indexOf('=');
  return equals < 0 ? [decode(part), ''] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  let decoded: string;
  try {
    // Throws for "%zz", truncated escapes and whatever is not UTF-8, overlong forms included.
    decoded = spaced.includes('%') ? decodeURIComponent(spaced) : spaced;
  } catch {
    throw malformed('parameter-malformed', 'a parameter is not percent-encoded UTF-8');
  }
  if (decoded.includes('\0')) {
    throw malformed('parameter-malformed', 'a parameter holds a NUL character');
  }
  return decoded;
}
