import type { Readable } from 'node:stream';
import type { Confinement } from './confinement';
import type { MatchedEndpoint } from './endpoint';
import type { Endpoint } from './endpoints';
import { encodeForm, type Parameters } from './parameters';
import { Refusal } from './refusal';
import type { UpstreamRequest } from './upstreamRequest';

/** What of the client's request goes upstream besides its parameters. */
export interface Passed {
  method: UpstreamRequest['method'];
  /** See `readHeaders` and `writeHeaders`. */
  headers: Readonly<Record<string, string>>;
  /** Opens the body of a write; called when nothing else can refuse it any more. */
  openBody?: () => Readable | undefined;
}

const FORM_HEADERS = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * Writes the upstream request. Ours are the path, the extra filters and labels (in the URL, where every version reads them)
 * and the headers; the client's are the parameters that the endpoint knows, decoded and encoded anew.
 *
 * @throws Refusal 403 when the answer would have to be filtered and the endpoint cannot be, 404 when this kind of backend does
 *   not have the endpoint, 503 when the backend has no URL for it
 */
export function rewrite(
  { endpoint, path }: MatchedEndpoint,
  confinement: Confinement,
  parameters: Parameters,
  { method, headers, openBody }: Passed
): UpstreamRequest {
  const target = confinement.tenantPath + upstreamPath(endpoint, path, confinement);
  refuseUnconfined(endpoint, confinement);
  const { extraQuery, backend } = confinement;
  const form = encodeForm(parameters);
  const formInBody = endpoint.access === 'read' && method === 'POST';
  const origins = originsOf(endpoint, confinement);
  return {
    origins,
    method,
    path: withQuery(target, formInBody ? extraQuery : [extraQuery, form].filter((part) => part !== '').join('&')),
    headers: { ...headers, ...confinement.headers, ...(formInBody ? FORM_HEADERS : {}) },
    body: formInBody ? form : openBody?.(),
    bound: endpoint.bound,
    timeout: backend.timeout,
    idempotent: endpoint.access === 'read',
  };
}

function upstreamPath(endpoint: Endpoint, path: string, { backend, decision }: Confinement): string {
  const template = endpoint.upstream[backend.kind];
  if (template === undefined) {
    const message = `the tenant's backend, ${backend.name}, does not have this endpoint`;
    throw new Refusal(404, 'not_found', 'endpoint-unsupported', message);
  }
  if (!endpoint.severalTenants && decision.tenants.length > 1 && backend.kind !== 'victoriametrics') {
    const names = decision.tenants.map(({ tenant }) => tenant.name).join(', ');
    const message = `this endpoint can be asked of one tenant at a time; name one of ${names} in the URL (/tenant/<name>) or in X-Gatehouse-Tenant`;
    throw new Refusal(403, 'forbidden', 'tenant-ambiguous', message);
  }
  return template.replace('{path}', () => path);
}

function refuseUnconfined({ filtering, access, stampable }: Endpoint, { filtered, extraQuery }: Confinement): void {
  if (access === 'write' && stampable === false && extraQuery !== '') {
    const message = 'labels have to be stamped on what you write, and this endpoint cannot be held to them';
    throw new Refusal(403, 'forbidden', 'stamp-unsupported', message);
  }
  if (filtered && filtering !== 'honoured' && filtering !== 'harmless') {
    throw new Refusal(403, 'forbidden', 'filter-unsupported', 'this endpoint cannot be narrowed to what you may see');
  }
}

function originsOf({ listener, access }: Endpoint, { backend }: Confinement): readonly string[] {
  const origins = listener === 'opentsdb' ? backend.opentsdb : access === 'write' ? backend.write : backend.read;
  if (origins.length === 0) {
    const key = listener ?? 'write';
    const message = `the backend ${backend.name} takes no such writes: an operator would have to configure its ${key} URL`;
    throw new Refusal(503, 'unavailable', 'write-unconfigured', message);
  }
  return origins;
}

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}
