import { malformed, Refusal } from './refusal';

/** What a request's target line says: which endpoint, and which tenant or backend it names. */
export interface Target {
  /** The endpoint's path in single-node form, for example `/api/v1/query` or `/prometheus/api/v1/query`. */
  path: string;
  /** The raw query string without "?", still encoded. */
  query: string;
  tenant?: string;
  backend?: string;
}

// No "%" and no "\": a path that needs decoding could mean something else to the upstream than it means here.
const PATH = /^(?:\/|(?:\/[A-Za-z0-9_.:@=-]+)+\/?)$/;
// Printable ASCII: everything else has to be percent-encoded, and "#" would begin a fragment.
const QUERY = /^[!"$-~]*$/;
const PREFIX = /^\/(tenant|backend)\/([A-Za-z0-9][A-Za-z0-9._-]{0,62})(?=\/)/;
const DOT_SEGMENT = /\/\.{1,2}(?:\/|$)/;

/**
 * Reads a request target strictly: what is accepted has exactly one reading, so that the string which is checked is the
 * string which is sent. In front of the endpoint's path may stand `/tenant/<name>` or `/backend/<name>`.
 *
 * @param url the request line's target as it arrived
 * @param tenantHeader the value of `X-Gatehouse-Tenant`, when there is one
 * @throws Refusal 400 for anything that is not a plain path with an optional query string
 */
export function parseTarget(url: string, tenantHeader: string | undefined): Target {
  const mark = url.indexOf('?');
  const fullPath = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  if (!PATH.test(fullPath) || DOT_SEGMENT.test(fullPath) || !QUERY.test(query)) {
    throw malformed(
      'target-malformed',
      'the URL must be a plain path without empty, dot or encoded parts, and a query string in ASCII'
    );
  }
  const [prefix = '', kind, name] = PREFIX.exec(fullPath) ?? [];
  const path = fullPath.slice(prefix.length);
  const tenant = kind === 'tenant' ? name : undefined;
  if (tenant !== undefined && tenantHeader !== undefined && tenantHeader !== tenant) {
    throw new Refusal(
      400,
      'bad_data',
      'tenant-contradictory',
      'the URL and the header X-Gatehouse-Tenant name different tenants'
    );
  }
  return { path, query, tenant: tenant ?? tenantHeader, backend: kind === 'backend' ? name : undefined };
}
