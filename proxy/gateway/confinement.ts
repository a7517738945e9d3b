import { type Allowed, type AllowedTenant, parseFilter, printMatcher, quoteValue, type Tenant } from '@gatehouse/model';
import type { BackendConfig } from '../config/schema';
import { encodeForm, type Parameters } from './parameters';
import { Refusal } from './refusal';

/** How an allowed read is confined upstream: where it goes, and what narrows it. Made once for a subject and a target. */
export interface Confinement {
  decision: Allowed;
  /** Base URLs of the backend, any of which may answer. */
  origins: readonly string[];
  /** Stands in front of the endpoint's path, for example `/select/1:0/prometheus`. */
  pathPrefix: string;
  /** `extra_label` and `extra_filters[]`, encoded; '' when the tenant is read whole. */
  extraQuery: string;
  /** True when the answer must be narrowed, so that only endpoints that honour filters may be asked. */
  filtered: boolean;
  /** Headers that name the tenant: Mimir's `X-Scope-OrgID`. */
  headers: Readonly<Record<string, string>>;
}

/**
 * Turns an allowed read into what confines it upstream.
 *
 * All `extra_label` are ANDed to everything; all `extra_filters[]` are ORed with each other and ANDed to every selector of the
 * query. So a tenant's fixed labels become `extra_label`, its filters `extra_filters[]`; and where several tenants are asked
 * at once, each filter also carries its tenant.
 *
 * @throws Refusal 503 when the policy names a backend that the configuration does not have (any more) or of another kind
 * @see https://docs.victoriametrics.com/victoriametrics/#prometheus-querying-api-enhancements
 */
export function confine(decision: Allowed, backends: ReadonlyMap<string, BackendConfig>): Confinement {
  const backend = backends.get(decision.backend);
  switch (backend?.kind) {
    case 'victoriametrics-cluster':
      return confineCluster(decision, backend.read);
    case 'victoriametrics':
      return confineSingle(decision, backend.read);
    case 'mimir':
      return confineMimir(decision, backend.read);
    case undefined:
      throw mismatch(decision.backend);
  }
}

function confineCluster(decision: Allowed, origins: readonly string[]): Confinement {
  const tenants = decision.tenants.map(({ tenant, filters }) => {
    if (!('account' in tenant)) {
      throw mismatch(decision.backend);
    }
    return { account: tenant.account, project: tenant.project, filters };
  });
  const [only, ...others] = tenants;
  if (only !== undefined && others.length === 0) {
    const extra: Parameters = (only.filters ?? []).map((filter) => ['extra_filters[]', filter] as const);
    return build(decision, origins, `/select/${only.account}:${only.project}/prometheus`, extra);
  }
  const extra = tenants.flatMap(({ account, project, filters }) =>
    combine([`vm_account_id="${account}"`, `vm_project_id="${project}"`], filters)
  );
  return build(decision, origins, '/select/multitenant/prometheus', extra);
}

function confineSingle(decision: Allowed, origins: readonly string[]): Confinement {
  const [only, ...others] = decision.tenants;
  if (others.length === 0) {
    const labels = Object.entries(fixedLabels(only.tenant, decision.backend));
    const extra: Parameters = [
      ...labels.map(([name, value]) => ['extra_label', `${name}=${value}`] as const),
      ...(only.filters ?? []).map((filter) => ['extra_filters[]', filter] as const),
    ];
    return build(decision, origins, '', extra);
  }
  if (decision.tenants.some((allowed) => isWholeNode(allowed, decision.backend))) {
    // One of the tenants is the node itself, so the union of all of them is, too.
    return build(decision, origins, '', []);
  }
  const extra = decision.tenants.flatMap(({ tenant, filters }) => {
    const labels = Object.entries(fixedLabels(tenant, decision.backend));
    return combine(
      labels.map(([name, value]) => `${name}=${quoteValue(value)}`),
      filters
    );
  });
  return build(decision, origins, '', extra);
}

function confineMimir(decision: Allowed, origins: readonly string[]): Confinement {
  const orgs = decision.tenants.map(({ tenant, filters }) => {
    if (!('org' in tenant) || filters !== undefined) {
      throw mismatch(decision.backend);
    }
    return tenant.org;
  });
  const headers = { 'x-scope-orgid': orgs.join('|') };
  return { ...build(decision, origins, '/prometheus', []), headers };
}

/** Each filter together with the matchers of its tenant, which therefore hold even where filters are ORed. */
function combine(tenantMatchers: readonly string[], filters: readonly string[] | undefined): Parameters {
  return (filters ?? [undefined]).map((filter) => {
    const matchers = filter === undefined ? [] : parseFilter(filter).matchers.map(printMatcher);
    return ['extra_filters[]', `{${[...tenantMatchers, ...matchers].join(',')}}`] as const;
  });
}

function build(decision: Allowed, origins: readonly string[], pathPrefix: string, extra: Parameters): Confinement {
  return { decision, origins, pathPrefix, extraQuery: encodeForm(extra), filtered: extra.length > 0, headers: {} };
}

function isWholeNode({ tenant, filters }: AllowedTenant, backend: string): boolean {
  return filters === undefined && Object.keys(fixedLabels(tenant, backend)).length === 0;
}

function fixedLabels(tenant: Tenant, backend: string): Readonly<Record<string, string>> {
  if ('account' in tenant || 'org' in tenant) {
    throw mismatch(backend);
  }
  return tenant.labels ?? {};
}

function mismatch(backend: string): Refusal {
  return new Refusal(
    503,
    'unavailable',
    'backend-mismatch',
    `the published policy does not fit the configured backend ${backend}; an administrator must publish it again`
  );
}
