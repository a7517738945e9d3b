import type { PolicyIndex, Tenant } from '@gatehouse/model';
import {
  type AskedTenant,
  backendParameterSchema,
  type FoundSeriesDocument,
  foundSeriesSchema,
  type FoundTenantsDocument,
  foundTenantsSchema,
  type FoundTextsDocument,
  foundTextsSchema,
  labelsQuerySchema,
  seriesQuerySchema,
  valuesQuerySchema,
} from '@gatehouse/model/api';
import type { BackendConfig } from '../../config/schema';
import { Refusal } from '../../gateway/refusal';
import { Discovery } from '../discovery/discovery';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { Problem } from '../problem';
import { reaches } from '../role';
import type { AdminToken } from '../tokens/adminTokens';

// Labels and their values are data of tenants: who may only read policies does not see them.
const COMMON = { role: 'editor', tag: 'Backends', parameters: backendParameterSchema } as const;

/** `/v1/backends/{name}`: what is there, for those who write policies. */
export function backendOperations({ config, policy, now }: Pick<AdminParts, 'config' | 'policy' | 'now'>): Operation[] {
  const discovery = new Discovery(now);

  function find(name: string): BackendConfig {
    const backend = config.backends.find((one) => one.name === name);
    if (backend === undefined) {
      const names = config.backends.map((one) => one.name).join(', ');
      throw new Problem('not-found', `there is no backend ${name}; the configuration has: ${names}`);
    }
    return backend;
  }

  const tenantFor = (backend: BackendConfig, asked: AskedTenant | undefined, token: AdminToken) =>
    chooseTenant(backend, asked, policy.current?.index, token);

  return [
    operation({
      ...COMMON,
      id: 'listBackendTenants',
      method: 'get',
      path: '/backends/{name}/tenants',
      summary: 'The tenants that a cluster has series of',
      description: 'Only VictoriaMetrics clusters tell; for others `known` is false.',
      problems: ['not-found', 'backend-failed'],
      answers: { 200: { description: 'The tenants', schema: foundTenantsSchema } },
      async handle({ parameters: { name } }) {
        const backend = find(name);
        const tenants = await discovery.tenants(backend);
        const names = namesByTenant(name, policy.current?.index);
        const body: FoundTenantsDocument = {
          known: tenants !== undefined,
          tenants: (tenants?.found ?? []).map(({ account, project }) => ({
            account,
            project,
            names: names.get(`${account}:${project}`) ?? [],
          })),
          complete: tenants?.complete ?? true,
        };
        return { status: 200, body };
      },
    }),
    operation({
      ...COMMON,
      id: 'listLabels',
      method: 'get',
      path: '/backends/{name}/labels',
      summary: 'The names of labels in a tenant',
      query: labelsQuerySchema,
      problems: ['not-found', 'role-insufficient', 'backend-failed'],
      answers: { 200: { description: 'Some of the names', schema: foundTextsSchema } },
      async handle({ parameters: { name }, query: { tenant, search }, token }) {
        const backend = find(name);
        const body: FoundTextsDocument = await told(
          discovery.labels(backend, tenantFor(backend, tenant, token), search)
        );
        return { status: 200, body };
      },
    }),
    operation({
      ...COMMON,
      id: 'listLabelValues',
      method: 'get',
      path: '/backends/{name}/values',
      summary: 'The values of a label in a tenant',
      query: valuesQuerySchema,
      problems: ['not-found', 'role-insufficient', 'backend-failed'],
      answers: { 200: { description: 'Some of the values', schema: foundTextsSchema } },
      async handle({ parameters: { name }, query: { label, tenant, search }, token }) {
        const backend = find(name);
        const body: FoundTextsDocument = await told(
          discovery.values(backend, tenantFor(backend, tenant, token), label, search)
        );
        return { status: 200, body };
      },
    }),
    operation({
      ...COMMON,
      id: 'countSeries',
      method: 'get',
      path: '/backends/{name}/series',
      summary: 'How many series a filter lets through',
      query: seriesQuerySchema,
      problems: ['not-found', 'role-insufficient', 'backend-failed'],
      answers: { 200: { description: 'Their number', schema: foundSeriesSchema } },
      async handle({ parameters: { name }, query: { tenant, filter }, token }) {
        const backend = find(name);
        if (filter !== undefined && backend.kind === 'mimir') {
          throw new Problem('query-invalid', 'filter: Mimir takes no filters besides a query’s own');
        }
        const series = await told(discovery.series(backend, tenantFor(backend, tenant, token), filter));
        const body: FoundSeriesDocument = { series };
        return { status: 200, body };
      },
    }),
  ];
}

/**
 * The tenant that is asked about: one of the policy on this backend; or, for those who may do everything, one that is spelled
 * out, or a whole single node.
 */
function chooseTenant(
  backend: BackendConfig,
  asked: AskedTenant | undefined,
  index: PolicyIndex | undefined,
  { name, role }: AdminToken
): Tenant {
  if (asked !== undefined && 'name' in asked) {
    const tenant = index?.tenants.get(asked.name);
    if (tenant?.backend !== backend.name) {
      throw new Problem('not-found', `the policy in force has no tenant ${asked.name} on the backend ${backend.name}`);
    }
    return tenant;
  }
  if (!reaches(role, 'admin')) {
    throw new Problem(
      'role-insufficient',
      `name a tenant of the policy: what is not one needs the role admin, and the admin token ${name} has the role ${role}`
    );
  }
  if (asked !== undefined && backend.kind === 'victoriametrics-cluster') {
    return { name: 'spelled-out', backend: backend.name, ...asked };
  }
  if (asked === undefined && backend.kind === 'victoriametrics') {
    return { name: 'spelled-out', backend: backend.name };
  }
  const needed =
    backend.kind === 'victoriametrics-cluster'
      ? 'a tenant, by its name or as account:project'
      : 'a tenant of the policy';
  throw new Problem('query-invalid', `tenant: the backend ${backend.name} is of kind ${backend.kind}; name ${needed}`, {
    problems: [{ code: 'invalid', path: ['tenant'], message: `name ${needed}` }],
  });
}

/** The names of a backend's tenants, by `account:project`. */
function namesByTenant(backend: string, index: PolicyIndex | undefined): ReadonlyMap<string, string[]> {
  const names = new Map<string, string[]>();
  for (const tenant of index?.tenants.values() ?? []) {
    if (tenant.backend === backend && 'account' in tenant) {
      const key = `${tenant.account}:${tenant.project}`;
      names.set(key, [...(names.get(key) ?? []), tenant.name]);
    }
  }
  return names;
}

/** What the gateway would refuse, in the words of this API. */
async function told<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof Refusal ? new Problem('query-invalid', `${error.message} (${error.reason})`) : error;
  }
}
