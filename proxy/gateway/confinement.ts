import { type Allowed, type AllowedTenant, quoteValue, type Tenant, twinsOf } from '@gatehouse/model';
import type { BackendConfig } from '../config/schema';
import { encodeForm, MAX_OURS, type Parameters } from './parameters';
import { Refusal } from './refusal';
import { upstreamFilter } from './upstreamFilter';

/** How an allowed request is confined upstream: where it goes, and what narrows or stamps it. Made once for a subject and a target. */
export interface Confinement {
  decision: Allowed;
  backend: BackendConfig;
  /** Stands in front of the endpoint's path: `/select/1:0`, `/insert/1:0`, `/select/multitenant`, or '' where paths name no tenant. */
  tenantPath: string;
  /** `extra_label` and `extra_filters[]`, encoded; '' when the tenant is read whole, or nothing is stamped. */
  extraQuery: string;
  /** True when the answer must be narrowed, so that only endpoints that honour filters may be asked. */
  filtered: boolean;
  /** Headers that name the tenant: Mimir's `X-Scope-OrgID`. */
  headers: Readonly<Record<string, string>>;
}

/**
 * Turns an allowed request into what confines it upstream.
 *
 * On reads, all `extra_label` are ANDed to everything; all `extra_filters[]` are ORed with each other and ANDed to every
 * selector of the query. So a tenant's fixed labels become `extra_label`, its filters `extra_filters[]`; and where several
 * tenants are asked at once, each filter also carries its tenant. On writes, every `extra_label` is set on every sample.
 *
 * @throws Refusal 503 when the policy names a backend that the configuration does not have (any more) or of another kind
 * @see https://docs.victoriametrics.com/victoriametrics/#prometheus-querying-api-enhancements
 */
export function confine(decision: Allowed, backends: ReadonlyMap<string, BackendConfig>): Confinement {
  const backend = backends.get(decision.backend);
  switch (backend?.kind) {
    case 'victoriametrics-cluster':
      return decision.access === 'write' ? stampCluster(decision, backend) : confineCluster(decision, backend);
    case 'victoriametrics':
      return decision.access === 'write' ? stampSingle(decision, backend) : confineSingle(decision, backend);
    case 'mimir':
      return confineMimir(decision, backend);
    case undefined:
      throw mismatch(decision.backend);
  }
}

function stampCluster(decision: Allowed, backend: BackendConfig): Confinement {
  const [{ tenant }] = decision.tenants;
  if (!('account' in tenant)) {
    throw mismatch(decision.backend);
  }
  const { account, project } = tenant;
  return build(decision, backend, `/insert/${account}:${project}`, labelsOf(decision.stamp));
}

function stampSingle(decision: Allowed, backend: BackendConfig): Confinement {
  const [{ tenant }] = decision.tenants;
  // The last label of a name wins: nothing beats those that make the tenant.
  const stamps = { ...decision.stamp, ...fixedLabels(tenant, decision.backend) };
  return build(decision, backend, '', labelsOf(stamps));
}

function labelsOf(labels: Readonly<Record<string, string>>): Parameters {
  return Object.entries(labels).map(([name, value]) => ['extra_label', `${name}=${value}`] as const);
}

function confineCluster(decision: Allowed, backend: BackendConfig): Confinement {
  const tenants = decision.tenants.map(({ tenant, filters }) => {
    if (!('account' in tenant)) {
      throw mismatch(decision.backend);
    }
    return { account: tenant.account, project: tenant.project, filters };
  });
  const [only, ...others] = tenants;
  if (only !== undefined && others.length === 0) {
    const extra: Parameters = (only.filters ?? []).map(
      (filter) => ['extra_filters[]', upstreamFilter(filter)] as const
    );
    return build(decision, backend, `/select/${only.account}:${only.project}`, extra);
  }
  const extra = tenants.flatMap(({ account, project, filters }) =>
    combine([`vm_account_id="${account}"`, `vm_project_id="${project}"`], filters)
  );
  return build(decision, backend, '/select/multitenant', extra);
}

function confineSingle(decision: Allowed, backend: BackendConfig): Confinement {
  const [only, ...others] = decision.tenants;
  if (others.length === 0) {
    const extra: Parameters = [
      ...labelsOf(withoutTwins(fixedLabels(only.tenant, decision.backend))),
      ...(only.filters ?? []).map((filter) => ['extra_filters[]', upstreamFilter(filter)] as const),
    ];
    return build(decision, backend, '', extra);
  }
  if (decision.tenants.some((allowed) => isWholeNode(allowed, decision.backend))) {
    // One of the tenants is the node itself, so the union of all of them is, too.
    return build(decision, backend, '', []);
  }
  const extra = decision.tenants.flatMap(({ tenant, filters }) => {
    const labels = Object.entries(withoutTwins(fixedLabels(tenant, decision.backend)));
    return combine(
      labels.map(([name, value]) => `${escapeName(name)}=${quoteValue(value)}`),
      filters
    );
  });
  return build(decision, backend, '', extra);
}

function confineMimir(decision: Allowed, backend: BackendConfig): Confinement {
  const orgs = decision.tenants.map(({ tenant, filters }) => {
    if (!('org' in tenant) || filters !== undefined) {
      throw mismatch(decision.backend);
    }
    return tenant.org;
  });
  const headers = { 'x-scope-orgid': orgs.join('|') };
  return { ...build(decision, backend, '', []), headers };
}

function combine(tenantMatchers: readonly string[], filters: readonly string[] | undefined): Parameters {
  return (filters ?? [undefined]).map((filter) => ['extra_filters[]', upstreamFilter(filter, tenantMatchers)] as const);
}

function build(decision: Allowed, backend: BackendConfig, tenantPath: string, extra: Parameters): Confinement {
  if (extra.length > MAX_OURS) {
    const message = `what you may see takes ${extra.length} filters, and at most ${MAX_OURS} can be asked at once; name a tenant in the URL (/tenant/<name>) or in X-Gatehouse-Tenant`;
    throw new Refusal(403, 'forbidden', 'filters-too-many', message);
  }
  const filtered = decision.access === 'read' && extra.length > 0;
  return { decision, backend, tenantPath, extraQuery: encodeForm(extra), filtered, headers: {} };
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

/**
 * Fixed labels together with the demand that their twins be absent: only with a twin's help could a writer of another tenant
 * have planted a series that carries these labels beside its own.
 */
function withoutTwins(labels: Readonly<Record<string, string>>): Record<string, string> {
  const twins = Object.keys(labels).flatMap(twinsOf);
  return { ...labels, ...Object.fromEntries(twins.filter((twin) => !(twin in labels)).map((twin) => [twin, ''])) };
}

/** The names of twins may hold control characters, which selectors write as `\\xNN`. */
function escapeName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? name
    : [...Buffer.from(name)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

function mismatch(backend: string): Refusal {
  return new Refusal(
    503,
    'unavailable',
    'backend-mismatch',
    `the published policy does not fit the configured backend ${backend}; an administrator must publish it again`
  );
}
