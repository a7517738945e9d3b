import type { Tenant } from '@gatehouse/model';
import type { Configuration } from '../api/configuration';
import { tenantFormSchema, type TenantFormValues, tenantFormValuesOf, tenantOf } from './tenantForm';

const configuration: Configuration = {
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

describe('the tenant form', () => {
  it.each<[string, Tenant]>([
    ['an account of a cluster', { name: 'acme', title: 'Acme Corp', backend: 'cluster', account: 1, project: 2 }],
    ['labels on a single node', { name: 'shop', backend: 'single', labels: { tenant: 'shop', env: 'a b' } }],
    ['a whole single node', { name: 'all', backend: 'single' }],
    ['a Mimir org', { name: 'payments', backend: 'mimir', org: 'payments' }],
  ])('opens and saves %s unchanged', (_name, tenant) => {
    expect(tenantOf(tenantFormValuesOf(tenant, configuration), configuration)).toEqual(tenant);
  });

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
