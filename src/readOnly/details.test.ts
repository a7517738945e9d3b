import { MAPPINGS, TENANTS } from '../test/every';
import { mappingNamed, tenantNamed } from '../test/policies';
import { mappingDetails, tenantDetails } from './details';

describe('no field is left out:', () => {
  it.each(MAPPINGS)('%s', (_name, full, without) => {
    expect(mappingDetails(full)).not.toEqual(mappingDetails(without));
  });

  it.each(TENANTS)('%s', (_name, full, without) => {
    expect(tenantDetails(full)).not.toEqual(tenantDetails(without));
  });
});

it('says all about a mapping', () => {
  expect(mappingDetails(mappingNamed('acme-developers'))).toEqual([
    { term: 'Principals', lines: ['group:acme-dev'] },
    { term: 'Issuers', lines: ['every issuer'] },
    { term: 'Grants', lines: ['read acme, only {team="dev"}'] },
    { term: 'State', lines: ['enabled'] },
    { term: 'Ends', lines: ['never'] },
  ]);
});

it('says all about a tenant', () => {
  expect(tenantDetails(tenantNamed('acme'))).toEqual([
    { term: 'Title', lines: ['Acme Corp'] },
    { term: 'Backend', lines: ['cluster'] },
    { term: 'Place', lines: ['account 1, project 0'] },
  ]);
});
