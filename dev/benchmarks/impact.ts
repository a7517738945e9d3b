import { impactOf, indexPolicy, type ImpactSubject, type Policy, policySchema, type Subject } from '@gatehouse/model';

// Prints how long the impact of a few kinds of changes takes to find: npx tsx dev/benchmarks/impact.ts

const NOW = Date.parse('2026-01-01T00:00:00Z');
const TENANTS = 1_000;
const GROUPS = 2_000;

/** Mappings of groups, some of single people and a few for everybody, on a thousand tenants of two backends. */
function policyOf(mappings: number): Policy {
  return policySchema.parse({
    tenants: Array.from({ length: TENANTS }, (_, index) => ({
      name: `tenant-${index}`,
      backend: index % 10 === 0 ? 'east' : 'west',
      account: index,
    })),
    mappings: Array.from({ length: mappings }, (_, index) => ({
      name: `mapping-${index}`,
      principals: index % 10 === 9 ? [`user:u-${index % 10_000}`] : [`group:g-${index % GROUPS}`],
      ...(index % 50 === 0 && { effect: 'deny', grants: [{ tenant: `tenant-${(index * 7) % TENANTS}` }] }),
      ...(index % 50 !== 0 && {
        grants: [
          {
            tenant: `tenant-${(index * 13) % TENANTS}`,
            access: index % 5 === 0 ? 'read-write' : 'read',
            ...(index % 3 === 0 && { filters: [`{team="t${index % 40}"}`] }),
          },
        ],
      }),
    })),
  });
}

function subjectsOf(count: number): ImpactSubject[] {
  return Array.from({ length: count }, (_, index) => {
    const subject: Subject = {
      issuer: 'keycloak',
      kind: 'user',
      id: `u-${index}`,
      email: `person-${index}@example.com`,
      emailVerified: true,
      groups: Array.from({ length: 10 }, (_group, at) => `g-${(index * 17 + at * 331) % GROUPS}`),
      claims: { department: [`d-${index % 30}`] },
      groupsIncomplete: index % 1_000 === 0 ? true : undefined,
    };
    return { key: String(index), subject };
  });
}

type Change = (policy: Policy) => Policy;

function changeMappings(policy: Policy, isMeant: (index: number) => boolean): Policy {
  return {
    ...policy,
    mappings: policy.mappings.map((mapping, index) =>
      mapping.effect === 'allow' && isMeant(index)
        ? {
            ...mapping,
            grants: mapping.grants.map((grant) => ({ ...grant, access: 'read' as const, filters: ['{team="other"}'] })),
          }
        : mapping
    ),
  };
}

const CHANGES: Record<string, Change> = {
  'no change': (policy) => policy,
  'one mapping': (policy) => changeMappings(policy, (index) => index === 1),
  'one mapping of everybody added': (policy) => ({
    ...policy,
    mappings: [
      ...policy.mappings,
      {
        name: 'everybody',
        principals: ['authenticated'],
        enabled: true,
        effect: 'allow',
        grants: [{ tenant: 'tenant-1', access: 'read' }],
      },
    ],
  }),
  'one tenant moved': (policy) => ({
    ...policy,
    tenants: policy.tenants.map((tenant, index) => (index === 3 ? { ...tenant, backend: 'east' } : tenant)),
  }),
  'every hundredth mapping': (policy) => changeMappings(policy, (index) => index % 100 === 1),
  'every mapping': (policy) => changeMappings(policy, () => true),
  'every mapping removed': (policy) => ({ ...policy, mappings: [] }),
  'several tenants refused': (policy) => ({ ...policy, settings: { ...policy.settings, severalTenants: 'refuse' } }),
};

for (const mappings of [10_000, 100_000]) {
  const subjects = subjectsOf(10_000);
  const policy = policyOf(mappings);
  // As in use: the draft was read by itself and shares nothing with the policy in force.
  const before = indexPolicy(policyOf(mappings));
  for (const [name, change] of Object.entries(CHANGES)) {
    const after = indexPolicy(change(policy));
    const measured = Array.from({ length: 3 }, () => {
      const [start, cpu] = [performance.now(), process.cpuUsage()];
      const { changed, groups, leftOut } = impactOf(before, after, subjects, NOW);
      const { user, system } = process.cpuUsage(cpu);
      return {
        wall: performance.now() - start,
        cpu: (user + system) / 1_000,
        changed,
        groups: groups.length + leftOut,
      };
    });
    const [first, ...others] = measured;
    const best = others.reduce(
      (a, b) => (b.wall < a.wall ? b : a),
      first ?? { wall: 0, cpu: 0, changed: 0, groups: 0 }
    );
    process.stdout.write(
      `10000 subjects, ${mappings} mappings, ${name}: ${best.wall.toFixed(0)} ms (first run ${first?.wall.toFixed(0)} ms, ` +
        `CPU ${best.cpu.toFixed(0)} ms), ${best.changed} subjects changed in ${best.groups} groups\n`
    );
  }
}
