import type {
  AllowMapping,
  ClusterTenant,
  DenyMapping,
  Grant,
  GrantLimits,
  Mapping,
  MimirTenant,
  SingleTenant,
  Tenant,
} from '@gatehouse/model';

/** A shape with every optional field filled in: what lacks one, also one that the schema gets later, does not compile. */
type Every<T> =
  T extends ReadonlyArray<infer Item>
    ? Array<Every<Item>>
    : T extends object
      ? { [Key in keyof T]-?: Every<NonNullable<T[Key]>> }
      : T;

const LIMITS: Every<GrantLimits> = { requestsPerMinute: 600, concurrency: 20, maxRange: '30d' };
const GRANT: Every<Grant> = { tenant: 'acme', access: 'read-write', filters: ['{team="dev"}'], limits: LIMITS };

/** An allow mapping, and a deny mapping, with every field of the schema. */
export const ALLOW: Every<AllowMapping> = {
  name: 'all',
  principals: ['group:a', 'user:b'],
  except: ['user:c'],
  issuers: ['keycloak'],
  effect: 'allow',
  enabled: false,
  expires: '2027-01-31T10:30:15+02:00',
  limits: { requestsPerMinute: 6000, concurrency: 100, maxRange: '1y' },
  grants: [GRANT, { ...GRANT, tenant: 'globex' }],
};
const DENY: Every<DenyMapping> = {
  name: 'none',
  principals: ['group:a'],
  except: ['user:c'],
  issuers: ['keycloak'],
  effect: 'deny',
  enabled: true,
  expires: '2027-01-31T10:30:15Z',
  grants: [{ tenant: 'acme' }],
};

const TENANT = { name: 'acme', title: 'Acme Corp', limits: LIMITS };
const CLUSTER: Every<ClusterTenant> = { ...TENANT, backend: 'cluster', account: 1, project: 2 };
const SINGLE: Every<SingleTenant> = { ...TENANT, backend: 'single', labels: { tenant: 'shop', env: 'a b' } };
const MIMIR: Every<MimirTenant> = { ...TENANT, backend: 'mimir', org: 'payments' };

type Example<Item> = [name: string, full: Item, without: Item];

/** Mappings with every field of the schema, each next to itself without one field that may be left out. */
export const MAPPINGS: ReadonlyArray<Example<Mapping>> = [
  ...withoutEach<AllowMapping>('an allow mapping', ALLOW, ['except', 'issuers', 'expires', 'limits']),
  ...withoutEach<Grant>('a grant', GRANT, ['filters', 'limits']).map(([name, full, without]): Example<Mapping> => [
    name,
    { ...ALLOW, grants: [full] },
    { ...ALLOW, grants: [without] },
  ]),
  ...limitsWithoutEach().map(([name, full, without]): Example<Mapping> => [
    `${name} of a mapping`,
    { ...ALLOW, limits: full },
    { ...ALLOW, limits: without },
  ]),
  ...withoutEach<DenyMapping>('a deny mapping', DENY, ['except', 'issuers', 'expires', 'grants']),
];

/** Tenants likewise. */
export const TENANTS: ReadonlyArray<Example<Tenant>> = [
  ...withoutEach<ClusterTenant>('an account of a cluster', CLUSTER, ['title', 'limits']),
  ...withoutEach<SingleTenant>('labels on a single node', SINGLE, ['title', 'limits', 'labels']),
  ...withoutEach<MimirTenant>('a Mimir org', MIMIR, ['title', 'limits']),
  ...limitsWithoutEach().map(([name, full, without]): Example<Tenant> => [
    `${name} of a tenant`,
    { ...CLUSTER, limits: full },
    { ...CLUSTER, limits: without },
  ]),
];

function limitsWithoutEach(): Array<Example<GrantLimits>> {
  return withoutEach<GrantLimits>('the limits', LIMITS, ['requestsPerMinute', 'concurrency', 'maxRange']);
}

function withoutEach<Item extends object>(
  what: string,
  full: Item,
  fields: ReadonlyArray<keyof Item>
): Array<Example<Item>> {
  return fields.map((field) => {
    const { [field]: _left, ...rest } = full;
    return [`${String(field)} of ${what}`, full, rest as Item];
  });
}
