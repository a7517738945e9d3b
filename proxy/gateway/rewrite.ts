import type { Confinement } from './confinement';
import type { Endpoint } from './endpoints';
import { encodeForm, type Parameters } from './parameters';
import { Refusal } from './refusal';
import type { UpstreamRequest } from './upstreamRequest';

const BOUND = { bound: 'answer', timeout: 120_000, idempotent: true } as const;
const FORM_HEADERS = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * Writes the upstream request. Ours are the path, the extra filters (in the URL, where every version reads them) and the
 * headers; the client's are the parameters that the endpoint knows, decoded and encoded anew.
 *
 * @param path the endpoint's path as it was matched
 * @param headers what of the client's headers passes: see `passedHeaders`
 * @throws Refusal 403 when the answer would have to be filtered and the endpoint cannot be
 */
export function rewrite(
  endpoint: Endpoint,
  path: string,
  confinement: Confinement,
  parameters: Parameters,
  method: 'GET' | 'POST',
  headers: Readonly<Record<string, string>>
): UpstreamRequest {
  if (confinement.filtered && !endpoint.filtersHonoured) {
    throw new Refusal(403, 'forbidden', 'filter-unsupported', 'this endpoint cannot be narrowed to what you may see');
  }
  const target = confinement.pathPrefix + path;
  const form = encodeForm(parameters);
  const { origins, extraQuery } = confinement;
  if (method === 'GET') {
    const query = [extraQuery, form].filter((part) => part !== '').join('&');
    return {
      origins,
      method,
      path: withQuery(target, query),
      headers: { ...headers, ...confinement.headers },
      body: undefined,
      ...BOUND,
    };
  }
  return {
    origins,
    method,
    path: withQuery(target, extraQuery),
    headers: { ...headers, ...confinement.headers, ...FORM_HEADERS },
    body: form,
    ...BOUND,
  };
}

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}

/**
 * The client's headers that may reach the upstream: which compressions it understands. Tokens, cookies, tenant headers and
 * everything else stay here.
 */
export function passedHeaders(acceptEncoding: string | undefined): Record<string, string> {
  return { 'accept-encoding': acceptEncoding !== undefined && /\bgzip\b/i.test(acceptEncoding) ? 'gzip' : 'identity' };
}
