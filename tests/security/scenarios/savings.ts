import { publish } from '../../integration/support/startProxy';
import { ODD_TENANT_LABEL } from '../world';
import { policyOf } from '../senders';
import type { Stack } from '../stack';
import { must, mustNotLeak, type Scenario } from './scenario';

/** S7: what is no account, project or name of a tenant. */
const TENANTS: ReadonlyArray<readonly [what: string, tenant: Record<string, unknown>]> = [
  ...[
    '-1',
    -1,
    4_294_967_296,
    '4294967296',
    '1',
    '1:',
    '1:2:3',
    ':1',
    '+1',
    ' 1',
    '1 ',
    '1.0',
    1.5,
    '',
    null,
    true,
    [1],
    { a: 1 },
    1e300,
    '0x1',
    '1e3',
    'multitenant',
    '../2',
  ].flatMap(
    (id) =>
      [
        [`account ${JSON.stringify(id)}`, { name: 'x', backend: 'cluster', account: id }],
        [`project ${JSON.stringify(id)}`, { name: 'x', backend: 'cluster', account: 1, project: id }],
      ] as const
  ),
  ['a cluster’s tenant without an account', { name: 'x', backend: 'cluster' }],
  ['an account on a single node', { name: 'x', backend: 'single', account: 1 }],
  ...['', '..', '.', 'a/b', 'a b', 'a:b', '-a', 'a%2fb', 'a?b', 'ä', 'a'.repeat(64), 'a\n'].map(
    (name) => [`name ${JSON.stringify(name.slice(0, 10))}`, { name, backend: 'cluster', account: 9 }] as const
  ),
  ...['', '\n', '\0'].map(
    (value) => [`label ${JSON.stringify(value)}`, { name: 'x', backend: 'single', labels: { tenant: value } }] as const
  ),
  ...['', 'a-b', '1a', '__name__', 'vm_account_id', 'vm_project_id', 'a=b', 'a"', 'ä', '__proto__'].map(
    (label) =>
      [
        `label name ${JSON.stringify(label)}`,
        { name: 'x', backend: 'single', labels: JSON.parse(`{${JSON.stringify(label)}:"y"}`) as unknown },
      ] as const
  ),
  ['no labels', { name: 'x', backend: 'single', labels: {} }],
  ...['', '.', '..', '__mimir_cluster', 'a:b', 'a|b', 'a/b', 'a b', 'a,b', 'a\n', 'a'.repeat(151)].map(
    (org) => [`org ${JSON.stringify(org.slice(0, 20))}`, { name: 'x', backend: 'mimir', org }] as const
  ),
];

/** S8 and S10: filters that say more than one thing, or nothing. */
const FILTERS = [
  '',
  '{}',
  ' ',
  '{team="dev"} or {team="ops"}',
  '{team="dev" or team="ops"}',
  '{team="dev"}{team="ops"}',
  '{team="dev"',
  'team="dev"}',
  '{team="dev"},{team="ops"}',
  '{team="d"v"}',
  '{team="dev\\"}',
  '{team="dev\n',
  "{team='dev}",
  '{team==~"dev"}',
  '{team=dev}',
  '{team="dev"}#',
  '{team="dev"} # x',
  'probe',
  'probe{team="dev"}',
  '{"team"="dev"}',
  '{vm_account_id="2"}',
  '{vm_project_id=~".*"}',
  '{__graphite__="a.b"}',
  '{team=~"("}',
  '{team=~"a{1,1000}"}',
  '{team=~"(?P<x>a)"}',
  '{team!~".*"}',
  '{team="\u0000"}',
  '{team="a\u001b"}',
  '{tеam="dev"}',
  '{1team="dev"}',
  '{team="dev",}or{}',
  'WITH (x = {team="ops"}) {x}',
];

/** What cannot be stamped on written samples, or could be evaded. */
const STAMPS: ReadonlyArray<readonly string[]> = [
  ['{team!="dev"}'],
  ['{team=~"dev|ops"}'],
  ['{team="dev"}', '{team="ops"}'],
  ['{team="dev",team="ops"}'],
  ['{__name__="probe"}'],
  ['{team=""}'],
  ['{env="e1"}'],
  ['{tenant="globex"}'],
  ['{Tenant="globex"}'],
  ['{instance="a"}'],
  ['{a.b="c"}'],
];

async function refusedWhenSaved({ proxy, backends }: Stack, change: (policy: ReturnType<typeof policyOf>) => unknown) {
  const before = (await (await proxy.admin('/v1/policy')).json()) as { revision: number };
  const answer = await publish(proxy.admin, before.revision, change(policyOf(backends.world)), 'an attack');
  const text = await answer.text();
  const after = (await (await proxy.admin('/v1/policy')).json()) as { revision: number };
  const problems = [
    ...must(
      answer.status === 422 || answer.status === 400,
      `must be refused when it is saved; ${answer.status} ${text.slice(0, 300)}`
    ),
    ...mustNotLeak(after.revision === before.revision, `it came into force as revision ${after.revision}`),
  ];
  if (after.revision !== before.revision) {
    await proxy.put(policyOf(backends.world));
  }
  return problems;
}

const allow = (grants: unknown) => ({ name: 'x', principals: ['authenticated'], grants });

export const SAVINGS: readonly Scenario[] = [
  ...TENANTS.map(([what, tenant]) => ({
    name: `S7 a tenant with ${what} is not saved`,
    run: (stack: Stack) => refusedWhenSaved(stack, (policy) => ({ ...policy, tenants: [...policy.tenants, tenant] })),
  })),
  ...FILTERS.map((filter) => ({
    name: `S8 the filter ${JSON.stringify(filter)} is not saved`,
    run: (stack: Stack) =>
      refusedWhenSaved(stack, (policy) => ({
        ...policy,
        mappings: [...policy.mappings, allow([{ tenant: 'acme', access: 'read', filters: [filter] }])],
      })),
  })),
  {
    name: 'S10 an empty list of filters is not saved',
    run: (stack) =>
      refusedWhenSaved(stack, (policy) => ({
        ...policy,
        mappings: [...policy.mappings, allow([{ tenant: 'acme', access: 'read', filters: [] }])],
      })),
  },
  ...STAMPS.flatMap((filters) =>
    ['acme', 'acme-single'].map((tenant) => ({
      name: `the stamps ${filters.join(' ')} on ${tenant} are not saved`,
      run: (stack: Stack) =>
        refusedWhenSaved(stack, (policy) => ({
          ...policy,
          mappings: [...policy.mappings, allow([{ tenant, access: 'write', filters }])],
        })),
    }))
  ),
  {
    name: 'filters on Mimir are not saved',
    run: (stack) =>
      refusedWhenSaved(stack, (policy) => ({
        ...policy,
        mappings: [...policy.mappings, allow([{ tenant: 'pay', access: 'read', filters: ['{team="dev"}'] }])],
      })),
  },
  {
    name: 'S8 a label full of quotes is saved as it is',
    run: async ({ proxy }) => {
      const { policy } = (await (await proxy.admin('/v1/policy')).json()) as {
        policy: { tenants: Array<{ labels?: { tenant?: string } }> };
      };
      return must(
        policy.tenants.some(({ labels }) => labels?.tenant === ODD_TENANT_LABEL),
        'the odd tenant is not as it was saved'
      );
    },
  },
];
