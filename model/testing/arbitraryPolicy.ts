import fc from 'fast-check';
import { checkPolicy } from '../policy/check';
import type { Policy } from '../policy/shape';

// Few names and values, so that two policies often have something in common.
const TENANTS = ['acme', 'globex', 'shop', 'depot', 'node', 'pay'];
export const PRINCIPALS = [
  'user:u-alice',
  'user:bob@acme.example',
  'group:dev',
  'group:ops',
  'domain:acme.example',
  'claim:department=it',
  'service:agent',
  'authenticated',
];
const FILTERS = ['{team="dev"}', '{team="ops"}', '{zone="eu",team="dev"}', '{team=~"dev|ops"}', '{zone!="eu"}'];

const limits = fc.record(
  {
    requestsPerMinute: fc.constantFrom(60, 600),
    concurrency: fc.constantFrom(2, 20),
    maxRange: fc.constantFrom('7d', '1w', '30d'),
  },
  { requiredKeys: [] }
);
const optional = { nil: undefined, freq: 2 };
const title = fc.option(fc.constantFrom('A', 'B'), optional);
const someLimits = fc.option(limits, { nil: undefined, freq: 1 });
const tenantOf = (name: string) => {
  const base = { name: fc.constant(name), title, limits: someLimits };
  const cluster = { ...base, backend: fc.constantFrom('cluster', 'east') };
  return name === 'pay'
    ? fc.record({ ...base, backend: fc.constant('mimir'), org: fc.constantFrom('pay', 'tax') })
    : name === 'node'
      ? fc.record({ ...base, backend: fc.constantFrom('single', 'other') })
      : name === 'shop' || name === 'depot'
        ? fc.record({
            ...base,
            backend: fc.constant('single'),
            labels: fc.constantFrom({ tenant: 'shop' }, { tenant: 'depot', site: 'x' }, { site: 'x', tenant: 'depot' }),
          })
        : fc.record({ ...cluster, account: fc.constantFrom(1, 2), project: fc.constantFrom(0, 1) });
};

const principals = fc.array(fc.constantFrom(...PRINCIPALS), { minLength: 1, maxLength: 4 });
const mappingBase = {
  principals,
  except: fc.option(fc.array(fc.constantFrom(...PRINCIPALS.slice(0, 6)), { minLength: 1, maxLength: 2 }), {
    nil: undefined,
    freq: 1,
  }),
  issuers: fc.option(
    fc.array(fc.constantFrom('keycloak', 'okta', 'gatehouse'), { minLength: 1, maxLength: 3 }),
    optional
  ),
  enabled: fc.constantFrom(true, undefined, false),
  expires: fc.option(
    fc.constantFrom(
      '2020-01-01T00:00:00Z',
      '2027-01-01T00:00:00Z',
      '2027-01-01T01:00:00+01:00',
      '2028-01-01T00:00:00Z'
    ),
    optional
  ),
};

/** A few policies that pass `checkPolicy`, with much in common. */
export function arbitraryPolicy({ mostMappings = 6 } = {}): fc.Arbitrary<Policy> {
  return fc
    .subarray(TENANTS, { minLength: 1 })
    .chain((names) => {
      const tenant = fc.constantFrom(...names);
      const grant = tenant.chain((name) =>
        fc.record({
          tenant: fc.constant(name),
          access: fc.constantFrom('read', 'write', 'read-write'),
          filters:
            name === 'pay'
              ? fc.constant(undefined)
              : fc.option(fc.array(fc.constantFrom(...FILTERS), { minLength: 1, maxLength: 3 }), optional),
          limits: someLimits,
        })
      );
      const stampable = grant.map((one) => ({
        ...one,
        filters:
          one.filters === undefined || one.access === 'read'
            ? one.filters
            : [one.filters[0]?.includes('dev') ? '{team="dev"}' : '{team="ops"}'],
      }));
      const mapping = fc.oneof(
        {
          weight: 3,
          arbitrary: fc.record({
            ...mappingBase,
            limits: someLimits,
            grants: fc.array(stampable, { minLength: 1, maxLength: 4 }),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            ...mappingBase,
            effect: fc.constant('deny'),
            grants: fc.option(fc.array(fc.record({ tenant }), { minLength: 1, maxLength: 2 }), optional),
          }),
        }
      );
      return fc.record({
        tenants: fc.tuple(...names.map(tenantOf)),
        mappings: fc
          .dictionary(fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'), mapping, {
            maxKeys: mostMappings,
          })
          .map((named) => Object.entries(named).map(([name, one]) => ({ ...one, name }))),
        settings: fc.record({
          severalTenants: fc.constantFrom('federate', 'refuse'),
          approvals: fc.constantFrom(0, 1),
        }),
      });
    })
    .map((written) => policyFrom(JSON.parse(JSON.stringify(written))));
}

/** @throws Error when `checkPolicy` finds problems */
export function policyFrom(written: unknown): Policy {
  const { policy, problems } = checkPolicy(written, undefined, 0);
  if (policy === undefined) {
    throw new Error(JSON.stringify(problems, undefined, 1));
  }
  return policy;
}
