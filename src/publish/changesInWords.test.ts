import type { Mapping } from '@gatehouse/model';
import { MAPPINGS, TENANTS } from '../test/every';
import { mappingNamed, tenantNamed } from '../test/policies';
import { mappingChangeInWords, tenantChangeInWords } from './changesInWords';

const acme = mappingNamed('acme-developers');
const globex = mappingNamed('globex');
const grant = { tenant: 'acme', access: 'read' } as const;
const allow: Mapping = { name: 'm', principals: ['group:a'], effect: 'allow', enabled: true, grants: [grant] };
const deny: Mapping = { name: 'm', principals: ['group:a'], effect: 'deny', enabled: true };

describe('mappingChangeInWords', () => {
  it('says what an added mapping gives to whom', () => {
    const after: Mapping = {
      ...acme,
      effect: 'allow',
      grants: [
        {
          ...grant,
          filters: ['{a="1"}', '{b="2"}'],
          limits: { requestsPerMinute: 600, concurrency: 2, maxRange: '30d' },
        },
      ],
      limits: { requestsPerMinute: 6000 },
      except: ['user:c'],
      issuers: ['keycloak'],
      expires: '2027-01-31T00:00:00Z',
      enabled: false,
    };
    expect(mappingChangeInWords({ after })).toEqual({
      verb: 'Add',
      noun: 'mapping',
      name: 'acme-developers',
      lines: [
        'group:acme-dev: read acme, only {a="1"} or {b="2"}, each person at most 600 requests a minute, 2 at a time, over at most 30d',
        'all together at most 6,000 requests a minute',
        'except user:c',
        'only from keycloak',
        'until 2027-01-31T00:00:00Z',
        'disabled: has no effect yet',
      ],
    });
  });

  it('says what a removed mapping takes away', () => {
    expect(mappingChangeInWords({ before: globex })).toMatchObject({
      verb: 'Remove',
      lines: ['user:bob@globex.example: lose globex, unless another mapping grants the same'],
    });
    expect(mappingChangeInWords({ before: deny }).lines).toEqual(['group:a: no longer denied everything']);
  });

  it.each<[string, Mapping, Mapping, string[]]>([
    ['a new name', allow, { ...allow, name: 'n' }, ['renamed, was m']],
    [
      'principals',
      allow,
      { ...allow, principals: ['group:b', 'group:c'] },
      ['adds principals group:b, group:c', 'takes away principal group:a'],
    ],
    [
      'a filter',
      allow,
      { ...allow, grants: [{ ...grant, filters: ['{a="1"}'] }] },
      ['adds: read acme, only {a="1"}', 'takes away: read acme, the whole tenant'],
    ],
    [
      'another tenant',
      allow,
      { ...allow, grants: [grant, { ...grant, tenant: 'b' }] },
      ['adds: read b, the whole tenant'],
    ],
    [
      'limits of a grant',
      allow,
      { ...allow, grants: [{ ...grant, limits: { concurrency: 4 } }] },
      ['adds: read acme, the whole tenant, each person 4 at a time', 'takes away: read acme, the whole tenant'],
    ],
    [
      'limits of the mapping',
      { ...allow, limits: { concurrency: 4 } },
      { ...allow, limits: { concurrency: 8, maxRange: '30d' } },
      ['all together: 8 at a time, over at most 30d, was 4 at a time'],
    ],
    ['the end of limits', { ...allow, limits: { concurrency: 4 } }, allow, ['all together: no limit, was 4 at a time']],
    ['disabling', allow, { ...allow, enabled: false }, ['disabled: has no effect any more']],
    ['an end', allow, { ...allow, expires: '2027-01-31T00:00:00Z' }, ['ends: 2027-01-31T00:00:00Z, was never']],
    ['issuers', allow, { ...allow, issuers: ['keycloak'] }, ['issuers: keycloak, was every issuer']],
    ['denying instead', allow, deny, ['denies now, allowed before', 'denies everything']],
    ['allowing instead', deny, allow, ['allows now, denied before', 'group:a: read acme, the whole tenant']],
    ['denying less', deny, { ...deny, grants: [{ tenant: 'acme' }] }, ['denies acme, was everything']],
  ])('says %s', (_name, before, after, lines) => {
    expect(mappingChangeInWords({ before, after })).toMatchObject({ verb: 'Change', lines });
  });
});

describe('no change goes unsaid:', () => {
  it.each(MAPPINGS)('%s', (_name, full, without) => {
    expect(mappingChangeInWords({ before: full, after: without }).lines).not.toEqual([]);
    expect(mappingChangeInWords({ before: without, after: full }).lines).not.toEqual([]);
  });

  it.each(TENANTS)('%s', (_name, full, without) => {
    expect(tenantChangeInWords({ before: full, after: without }).lines).not.toEqual([]);
    expect(tenantChangeInWords({ before: without, after: full }).lines).not.toEqual([]);
  });
});

describe('tenantChangeInWords', () => {
  const tenant = tenantNamed('acme');

  it('says where the series of a tenant live', () => {
    expect(tenantChangeInWords({ after: tenant }).lines).toEqual(['account 1, project 0 on cluster']);
    expect(tenantChangeInWords({ before: tenantNamed('shop') })).toMatchObject({
      verb: 'Remove',
      lines: ['tenant="shop" on single'],
    });
  });

  it('says what changes', () => {
    expect(
      tenantChangeInWords({ before: tenant, after: { ...tenant, title: 'Acme', account: 9 } as typeof tenant }).lines
    ).toEqual([
      'title: Acme, was Acme Corp',
      'is now account 9, project 0 on cluster, was account 1, project 0 on cluster',
    ]);
  });

  it('says what everybody shares', () => {
    const limited = { ...tenant, limits: { requestsPerMinute: 600 } };
    expect(tenantChangeInWords({ after: limited }).lines).toContain('all together at most 600 requests a minute');
    expect(tenantChangeInWords({ before: tenant, after: limited }).lines).toEqual([
      'all together: at most 600 requests a minute, was no limit',
    ]);
  });
});
