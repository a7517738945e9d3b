import type { Configuration } from '../api/configuration';
import type { LimitsValue } from '../limits/limitsForm';
import { ALLOW, MAPPINGS } from '../test/every';
import { POLICY } from '../test/policies';
import { emptyGrant, formValuesOf, mappingFormSchema, type MappingFormValues, mappingOf } from './mappingForm';

const configuration: Configuration = {
  role: 'admin',
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
const NO_LIMITS: LimitsValue = { requestsPerMinute: '', concurrency: '', maxRange: '' };
const errors = (changed: Partial<MappingFormValues>) =>
  Object.fromEntries(
    (schema.safeParse({ ...valid, ...changed }).error?.issues ?? []).map(({ path, message }) => [
      path.join('.'),
      message,
    ])
  );

describe('editing a mapping', () => {
  it.each(MAPPINGS)('keeps what nobody touched, with and without %s', (_name, ...examples) => {
    for (const mapping of examples) {
      const values = formValuesOf(mapping, POLICY.tenants);
      expect(mappingOf(values)).toStrictEqual(mapping);
      expect(mappingOf({ ...values, name: 'other' })).toStrictEqual({ ...mapping, name: 'other' });
    }
  });
});

describe('the mapping form', () => {
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
      { grants: [{ ...emptyGrant('acme'), limits: { ...NO_LIMITS, requestsPerMinute: 'many' } }] },
      'grants.0.limits.requestsPerMinute',
      'Use a whole number',
    ],
    [
      'a range that is no duration',
      { grants: [{ ...emptyGrant('acme'), limits: { ...NO_LIMITS, maxRange: '30 days' } }] },
      'grants.0.limits.maxRange',
      'Use a duration such as 12h',
    ],
    [
      'a limit of the mapping that is none',
      { limits: { ...NO_LIMITS, concurrency: '0' } },
      'limits.concurrency',
      'Use a whole number from 1 to',
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

  it('forgets limits when a mapping turns to denying', () => {
    const denying = { ...formValuesOf(ALLOW, POLICY.tenants), effect: 'deny' } as const;
    expect(mappingOf(denying)).not.toHaveProperty('limits');
  });

  it('does not ask for tenants when everything is denied', () => {
    expect(errors({ effect: 'deny', everything: true, grants: [emptyGrant()] })).toEqual({});
  });

  it('chooses the tenant when there is only one', () => {
    expect(formValuesOf(undefined, POLICY.tenants.slice(0, 1)).grants[0]?.tenant).toBe('acme');
    expect(formValuesOf(undefined, POLICY.tenants).grants[0]?.tenant).toBe('');
  });
});
