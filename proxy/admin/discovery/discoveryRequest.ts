import type { Allowed, Tenant } from '@gatehouse/model';
import type { BackendConfig } from '../../config/schema';
import { confine } from '../../gateway/confinement';
import { createEndpointLookup } from '../../gateway/endpoint';
import { encodeForm, readParameters } from '../../gateway/parameters';
import { rewrite } from '../../gateway/rewrite';

/** What is asked of a backend for the forms. */
export interface DiscoveryRequest {
  /** URLs that may be asked, without a path. */
  origins: readonly string[];
  /** Path and query string. */
  path: string;
  headers: Readonly<Record<string, string>>;
}

const lookUpEndpoint = createEndpointLookup();

/**
 * Writes a question about one tenant by the gateway's own steps, so that it is confined as a query of somebody who may read the
 * whole tenant, narrowed by a filter.
 *
 * @throws Refusal when the backend is none for such a tenant
 */
export function discoveryRequest(
  backend: BackendConfig,
  tenant: Tenant,
  { path, parameters, filter }: { path: string; parameters: Readonly<Record<string, string>>; filter?: string }
): DiscoveryRequest {
  const decision: Allowed = {
    allowed: true,
    reason: 'allowed',
    access: 'read',
    backend: backend.name,
    tenants: [{ tenant, filters: filter === undefined ? undefined : [filter] }],
    stamp: {},
    limits: {},
    sharedLimits: [],
    mappings: [],
  };
  const matched = lookUpEndpoint(path, 'GET');
  const query = readParameters(matched.endpoint, '', encodeForm(Object.entries(parameters)));
  const confinement = confine(decision, new Map([[backend.name, backend]]));
  const { origins, path: target, headers } = rewrite(matched, confinement, query, { method: 'GET', headers: {} });
  return { origins, path: target, headers };
}
