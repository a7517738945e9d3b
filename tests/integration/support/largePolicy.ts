/** A policy as JSON would have it, with so many mappings: many groups, some people, patterns, denials, many tenants. */
export function largePolicy(mappings: number, tenants = 2_000) {
  return {
    tenants: Array.from({ length: tenants }, (_, index) => ({
      name: `tenant-${index}`,
      backend: 'single',
      labels: { tenant: `t${index}` },
    })),
    mappings: [
      {
        name: 'prober',
        principals: ['group:acme-dev'],
        grants: [{ tenant: 'tenant-0', access: 'read', filters: ['{team="dev"}'] }],
      },
      ...Array.from({ length: mappings - 1 }, (_, index) => mappingOf(index, tenants)),
    ],
  };
}

function mappingOf(index: number, tenants: number) {
  const tenant = `tenant-${index % tenants}`;
  const principals = [`group:group-${index}`, `user:person-${index}@example.com`];
  if (index % 100 === 99) {
    return { name: `mapping-${index}`, principals, effect: 'deny', grants: [{ tenant }] };
  }
  const filters = [`{team="team-${index % 500}",env=~"aws|gcp"}`];
  return { name: `mapping-${index}`, principals, grants: [{ tenant, access: 'read', filters }] };
}
