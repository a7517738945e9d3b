import type { Mapping } from '@gatehouse/model';
import type { Configuration } from '../api/configuration';
import { POLICY } from '../test/policies';
import { emptyGrant, formValuesOf, mappingFormSchema, type MappingFormValues, mappingOf } from './mappingForm';

const configuration: Configuration = {
  backends: [
    { name: 'cluster', kind: 'victoriametrics-cluster' },
    { name: 'single', kind: 'victoriametrics' },
  ],
  issuers: [{ name: 'keycloak', issuer: 'https://id.example' }],
};
const schema = mappingFormSchema({ tenants: POLICY.tenants, configuration, otherNames: new Set(['globex']) });
const valid: MappingFormValues = {
  ...formValuesOf(undefined, POLICY.tenants),
  name: 'finance',
  principals: { list: ['group:finance'], pending: '' },
  grants: [emptyGrant('acme')],
};
const errors = (changed: Partial<MappingFormValues>) =>
  Object.fromEntries(
    (schema.safeParse({ ...valid, ...changed }).error?.issues ?? []).map(({ path, message }) => [
      path.join('.'),
      message,
    ])
  );

describe('the mapping form', () => {
  it.each<[string, Mapping]>([
    [
      'an allow mapping with everything',
      {
        name: 'all',
        principals: ['group:a', 'user:b'],
        except: ['user:c'],
        issuers: ['keycloak'],
        effect: 'allow',
        enabled: false,
        expires: '2027-01-31T10:30:00Z',
        grants: [
          {
            tenant: 'acme',
            access: 'read-write',
            filters: ['{team="dev"}'],
            limits: { requestsPerMinute: 600, concurrency: 20, maxRange: '30d' },
          },
          { tenant: 'globex', access: 'read' },
        ],
      },
    ],
    [
      'a deny mapping of tenants',
      { name: 'd', principals: ['group:a'], effect: 'deny', enabled: true, grants: [{ tenant: 'acme' }] },
    ],
    ['a deny mapping of everything', { name: 'd', principals: ['authenticated'], effect: 'deny', enabled: true }],
  ])('opens and saves %s unchanged', (_name, mapping) => {
    expect(mappingOf(formValuesOf(mapping, POLICY.tenants))).toEqual(mapping);
  });

  it('accepts a mapping', () => {
    expect(errors({})).toEqual({});
  });

  it.each<[string, Partial<MappingFormValues>, string, string]>([
    ['no name', { name: '' }, 'name', 'Use 1 to 63 letters'],
    ['a name that another mapping has', { name: 'globex' }, 'name', 'Another mapping has the name globex'],
    ['no principal', { principals: { list: [], pending: '' } }, 'principals', 'Name at least one principal'],
    [
      'a half-typed principal that is wrong',
      { principals: { list: ['group:a'], pending: 'domain:a b' } },
      'principals',
      'not a domain',
    ],
    ['no tenant', { grants: [emptyGrant()] }, 'grants.0.tenant', 'Choose a tenant.'],
    [
      'a broken filter',
      { grants: [{ ...emptyGrant('acme'), filters: [{ text: '{team="a"}' }, { text: '{team' }] }] },
      'grants.0.filters.1.text',
      'Expected =, !=, =~ or !~ after team',
    ],
    [
      'an empty filter',
      { grants: [{ ...emptyGrant('acme'), filters: [{ text: '' }] }] },
      'grants.0.filters.0.text',
      'starts with "{"',
    ],
    [
      'two filters on a write grant',
      { grants: [{ ...emptyGrant('acme'), access: 'write', filters: [{ text: '{a="1"}' }, { text: '{a="2"}' }] }] },
      'grants.0.filters',
      'grants writing',
    ],
    [
      'a limit that is no number',
      { grants: [{ ...emptyGrant('acme'), requestsPerMinute: 'many' }] },
      'grants.0.requestsPerMinute',
      'Use a whole number',
    ],
    [
      'a range that is no duration',
      { grants: [{ ...emptyGrant('acme'), maxRange: '30 days' }] },
      'grants.0.maxRange',
      'Use a duration such as 12h',
    ],
    ['an end that is no time', { expires: 'tomorrow' }, 'expires', 'A time such as'],
    ['an issuer that is not configured', { issuers: ['other'] }, 'issuers', 'names the issuer other'],
  ])('refuses %s at the input that it is about', (_name, changed, path, said) => {
    expect(errors(changed)).toEqual({ [path]: expect.stringContaining(said) });
  });

  it('counts a principal that was typed but not added', () => {
    expect(mappingOf({ ...valid, principals: { list: ['group:a'], pending: 'group:b' } }).principals).toEqual([
      'group:a',
      'group:b',
    ]);
  });

  it('does not ask for tenants when everything is denied', () => {
    expect(errors({ effect: 'deny', everything: true, grants: [emptyGrant()] })).toEqual({});
  });

  it('chooses the tenant when there is only one', () => {
    expect(formValuesOf(undefined, POLICY.tenants.slice(0, 1)).grants[0]?.tenant).toBe('acme');
    expect(formValuesOf(undefined, POLICY.tenants).grants[0]?.tenant).toBe('');
  });
});
