import type { Configuration } from '../api/configuration';
import { TENANTS } from '../test/every';
import { tenantFormSchema, type TenantFormValues, tenantFormValuesOf, tenantOf } from './tenantForm';

const configuration: Configuration = {
  role: 'admin',
  backends: [
    { name: 'cluster', kind: 'victoriametrics-cluster' },
    { name: 'single', kind: 'victoriametrics' },
    { name: 'mimir', kind: 'mimir' },
  ],
  issuers: [],
};
const empty = tenantFormValuesOf(undefined, configuration);
const cluster: TenantFormValues = { ...empty, name: 'acme', backend: 'cluster', account: '1' };
const errors = (values: TenantFormValues) =>
  Object.fromEntries(
    (tenantFormSchema(configuration, new Set(['globex'])).safeParse(values).error?.issues ?? []).map(
      ({ path, message }) => [path.join('.'), message]
    )
  );

describe('editing a tenant', () => {
  it.each(TENANTS)('keeps what nobody touched, with and without %s', (_name, ...examples) => {
    for (const tenant of examples) {
      const values = tenantFormValuesOf(tenant, configuration);
      expect(tenantOf(values, configuration)).toStrictEqual(tenant);
      expect(tenantOf({ ...values, title: 'Other' }, configuration)).toStrictEqual({ ...tenant, title: 'Other' });
    }
  });
});

describe('the tenant form', () => {
  it('forgets what was entered for another kind of backend', () => {
    expect(tenantOf({ ...cluster, backend: 'mimir', org: 'acme' }, configuration)).toEqual({
      name: 'acme',
      backend: 'mimir',
      org: 'acme',
    });
  });

  it.each<[string, Partial<TenantFormValues>, string, string]>([
    ['no backend', { backend: '' }, 'backend', 'Choose a backend.'],
    ['no name', { name: '' }, 'name', 'Use 1 to 63 letters'],
    ['a name that another tenant has', { name: 'globex' }, 'name', 'Another tenant has the name globex'],
    ['no account', { account: '' }, 'account', 'Use a whole number'],
    ['an account that is too large', { account: '4294967296' }, 'account', 'Use a whole number'],
    ['a negative project', { project: '-1' }, 'project', 'Use a whole number'],
    [
      'a limit that is no number',
      { limits: { requestsPerMinute: '0', concurrency: '', maxRange: '' } },
      'limits.requestsPerMinute',
      'Use a whole number from 1 to',
    ],
    ['no org', { backend: 'mimir' }, 'org', '1 to 150'],
    [
      'a label that is no label',
      {
        backend: 'single',
        labels: [
          { label: 'a', value: '1' },
          { label: '2b', value: '1' },
        ],
      },
      'labels.1.label',
      'A label name has',
    ],
    [
      'a label without a value',
      { backend: 'single', labels: [{ label: 'a', value: '' }] },
      'labels.0.label',
      'needs a value',
    ],
    [
      'a label twice',
      {
        backend: 'single',
        labels: [
          { label: 'a', value: '1' },
          { label: 'a', value: '2' },
        ],
      },
      'labels.1.label',
      'fixed above',
    ],
  ])('refuses %s at the input that it is about', (_name, changed, path, said) => {
    expect(errors({ ...cluster, ...changed })).toEqual({ [path]: expect.stringContaining(said) });
  });
});
