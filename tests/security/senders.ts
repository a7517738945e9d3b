import {
  labelsOf,
  markOf,
  ODD_TEAM,
  ODD_TENANT_LABEL,
  type Owner,
  printTenant,
  SERIES_OWNERS,
  type World,
} from './world';

/** Who sends a case: the people of the test identity provider, others who are made up for the purpose, and whoever proves nothing. */
export const SENDERS = [
  'alice',
  'bob',
  'carol',
  'mallory',
  'erin',
  'fiona',
  'frank',
  'gina',
  'pia',
  'nora',
  'oddny',
  'otto',
  'luke',
  'lena',
  'lars',
  'mia',
  'mike',
  'mona',
  'wanda',
  'walt',
  'rita',
  'wes',
  'nick',
  'zed',
  'olga',
  'expelled',
  'late',
  'off',
  'eve',
  'gretchen',
  'meter',
  'nobody',
  'expired',
  'other-audience',
  'stranger',
] as const;
export type Sender = (typeof SENDERS)[number];

/** The identity provider's people; the others are known by a group of their own name. */
export const PEOPLE = ['alice', 'bob', 'carol', 'mallory'] as const;
const PROVES_NOTHING: readonly Sender[] = ['nobody', 'expired', 'other-audience', 'stranger'];
/** Known to Grafana alone, and a machine with a credential: what proves them stands in the cases' headers. */
const WITHOUT_TOKEN: readonly Sender[] = [...PROVES_NOTHING, 'gretchen', 'meter'];

export function hasOwnGroup(sender: Sender): boolean {
  return !PEOPLE.some((person) => person === sender) && !WITHOUT_TOKEN.includes(sender);
}

export const BACKENDS = ['cluster', 'single'] as const;
export type Backend = (typeof BACKENDS)[number];

const ERINS_FILTERS = ['{team="dev"}', '{team="qa",env=~"e1|e2"}'];
// By the metrics' names alone.
const GINAS_FILTERS = [
  '{__name__="probe"}',
  '{__name__="vault.probe"}',
  '{__name__=~"probe_(total|bucket)",team!="x"}',
];
const both = (tenant: string, more: Record<string, unknown>) => [
  { tenant, ...more },
  { tenant: `${tenant}-single`, ...more },
];
const read = (tenant: string, filters?: readonly string[]) => both(tenant, { access: 'read', filters });
const write = (tenant: string, filters?: readonly string[]) => both(tenant, { access: 'write', filters });
const own = (sender: Sender, grants: unknown, more: Record<string, unknown> = {}) => ({
  name: sender,
  principals: [`group:${sender}`],
  grants,
  ...more,
});

/** The policy of the run: what each sender is granted, on either backend. */
export function policyOf(world: World) {
  return {
    tenants: [
      { name: 'acme', backend: 'cluster', ...world.acme },
      { name: 'globex', backend: 'cluster', ...world.globex },
      { name: 'initech', backend: 'cluster', ...world.initech },
      { name: 'acme-single', backend: 'single', labels: { tenant: 'acme' } },
      { name: 'globex-single', backend: 'single', labels: { tenant: 'globex' } },
      { name: 'initech-single', backend: 'single', labels: { tenant: 'initech' } },
      { name: 'odd-single', backend: 'single', labels: { tenant: ODD_TENANT_LABEL } },
      { name: 'node', backend: 'single' },
      { name: 'pay', backend: 'mimir', org: markOf(world, 'mimir_pay') },
      { name: 'tax', backend: 'mimir', org: markOf(world, 'mimir_tax') },
    ],
    mappings: [
      { name: 'alice', principals: ['group:acme-dev'], grants: read('acme', ['{team="dev"}']) },
      { name: 'bob', principals: ['user:bob@globex.example'], grants: read('globex') },
      { name: 'carol', principals: ['group:platform'], grants: [...read('acme'), ...read('globex')] },
      own('erin', read('acme', ERINS_FILTERS)),
      own('fiona', [...read('acme', ['{team="ops"}']), ...read('globex', ['{team="ops"}'])]),
      own('frank', [...read('acme', ['{team="dev"}']), ...read('globex', ['{team="ops"}'])]),
      own('gina', read('acme', GINAS_FILTERS)),
      own('pia', read('acme', ['{team!~"ops|ops.+"}'])),
      own('nora', [{ tenant: 'node', access: 'read' }]),
      own('oddny', [{ tenant: 'odd-single', access: 'read', filters: [`{team=${quote(ODD_TEAM)}}`] }]),
      own('otto', [
        { tenant: 'odd-single', access: 'read' },
        { tenant: 'globex-single', access: 'read' },
      ]),
      own('luke', both('acme', { access: 'read', filters: ['{team="dev"}'], limits: { requestsPerMinute: 3 } })),
      own('lena', both('acme', { access: 'read', filters: ['{team="dev"}'], limits: { maxRange: '10m' } })),
      own('lars', both('globex', { access: 'write', limits: { concurrency: 1 } })),
      own('mia', [{ tenant: 'pay', access: 'read' }]),
      own('mike', [
        { tenant: 'pay', access: 'read' },
        { tenant: 'tax', access: 'read' },
      ]),
      own('mona', [{ tenant: 'pay', access: 'write' }]),
      own('wanda', write('acme', ['{team="dev"}'])),
      own('walt', write('globex')),
      own('rita', both('acme', { access: 'read-write' })),
      { ...own('wes', write('acme', ['{team="dev"}'])), name: 'wes-dev' },
      { ...own('wes', write('acme', ['{team="ops"}'])), name: 'wes-ops' },
      own('nick', [{ tenant: 'node', access: 'write', filters: ['{team="dev"}'] }]),
      own('zed', [...write('acme'), ...read('globex')]),
      own('olga', [{ tenant: 'odd-single', access: 'write', filters: [`{team=${quote(ODD_TEAM)}}`] }]),
      own('expelled', [...read('acme'), ...read('globex')]),
      { name: 'expelled-deny', effect: 'deny', principals: ['group:expelled'] },
      own('late', read('acme'), { expires: '2026-01-01T00:00:00Z' }),
      own('off', read('acme'), { enabled: false }),
      own('eve', read('acme'), { except: ['user:eve@example.com'] }),
      { name: 'gretchen', principals: ['user:user:7'], issuers: ['grafana'], grants: read('acme', ['{team="dev"}']) },
      { name: 'meter', principals: ['service:meter'], grants: read('globex') },
    ],
  };
}

function quote(value: string): string {
  return JSON.stringify(value);
}

/** Whose series a sender may see on a backend. */
export function visibleTo(sender: Sender, backend: Backend): readonly Owner[] {
  switch (sender) {
    case 'alice':
    case 'gretchen':
    case 'luke':
    case 'lena':
      return ['acme_dev'];
    case 'erin':
      return ['acme_dev', 'acme_qa'];
    case 'bob':
    case 'meter':
    case 'zed':
      return ['globex_dev', 'globex_ops'];
    case 'rita':
      return ['acme_dev', 'acme_qa', 'acme_qa_far', 'acme_ops', 'acme_vault'];
    case 'pia':
      return ['acme_dev', 'acme_qa', 'acme_qa_far', 'acme_vault'];
    case 'gina':
      return ['acme_dev', 'acme_qa', 'acme_qa_far', 'acme_ops'];
    case 'carol':
      return ['acme_dev', 'acme_qa', 'acme_qa_far', 'acme_ops', 'acme_vault', 'globex_dev', 'globex_ops'];
    case 'fiona':
      return ['acme_ops', 'globex_ops'];
    case 'frank':
      return ['acme_dev', 'globex_ops'];
    case 'nora':
      return backend === 'single' ? SERIES_OWNERS : [];
    case 'oddny':
      return backend === 'single' ? ['odd_quoted'] : [];
    case 'otto':
      return backend === 'single' ? ['odd_plain', 'odd_quoted', 'globex_dev', 'globex_ops'] : [];
    case 'mia':
      return ['mimir_pay'];
    case 'mike':
      return ['mimir_pay', 'mimir_tax'];
    case 'mallory':
    case 'lars':
    case 'mona':
    case 'wanda':
    case 'walt':
    case 'wes':
    case 'nick':
    case 'olga':
    case 'expelled':
    case 'late':
    case 'off':
    case 'eve':
    case 'nobody':
    case 'expired':
    case 'other-audience':
    case 'stranger':
      return [];
  }
}

/**
 * A label that VictoriaMetrics sorts with `tenant`: with its help a writer could keep two values of `tenant`. Series that have
 * it, or `Tenant`, are nobody's who reads by the label `tenant`.
 */
export const PLACE_OF_TENANT = '\0\x01\x30';

type Extra = ReadonlyArray<readonly [name: string, value: string]>;

/** A way in which a sender's request may stand upstream: what the path begins with, and what narrows or stamps it. */
export interface Permitted {
  backend: Backend | 'mimir';
  access: 'read' | 'write';
  pathPrefix: string;
  extra: Extra;
  /** Mimir's tenants, as `X-Scope-OrgID` names them. */
  org?: string;
  /** Whose series an answer may show; nobody's for writes. */
  owners: readonly Owner[];
  /** Of these metrics only, when it is given. */
  names?: readonly string[];
}

/**
 * All that may reach the upstreams from a sender, written by hand: whatever a request says, it arrives in one of these ways or
 * not at all.
 */
export function permittedTo(sender: Sender, world: World): Permitted[] {
  const tenant = (name: 'acme' | 'globex') => printTenant(world[name]);
  const visible = (backend: Backend, ...names: string[]) =>
    visibleTo(sender, backend).filter((owner) =>
      SERIES_OWNERS.some((one) => one === owner && names.includes(labelsOf(one).tenant ?? ''))
    );
  const readCluster = (name: 'acme' | 'globex', filters: readonly string[] = []): Permitted => ({
    backend: 'cluster',
    access: 'read',
    pathPrefix: `/select/${tenant(name)}/`,
    extra: filtersOf(filters),
    owners: visible('cluster', name),
  });
  const readSingle = (label: string, filters: readonly string[] = []): Permitted => ({
    backend: 'single',
    access: 'read',
    pathPrefix: '/',
    extra: [...stampsOf([`tenant=${label}`, 'Tenant=', `${PLACE_OF_TENANT}=`]), ...filtersOf(filters)],
    owners: visible('single', label),
  });
  const severalOfCluster = (filter?: string): Permitted => ({
    backend: 'cluster',
    access: 'read',
    pathPrefix: '/select/multitenant/',
    extra: filtersOf(
      [world.acme, world.globex].map(
        ({ account, project }) =>
          `{vm_account_id="${account}",vm_project_id="${project}"${filter === undefined ? '' : `,${filter}`}}`
      )
    ),
    owners: visible('cluster', 'acme', 'globex'),
  });
  const severalOfSingle = (...tenants: Array<readonly [label: string, more: string]>): Permitted => ({
    backend: 'single',
    access: 'read',
    pathPrefix: '/',
    extra: filtersOf(
      tenants.map(([label, more]) => `{tenant="${label}",Tenant="",${String.raw`\x00\x01\x30`}=""${more}}`)
    ),
    owners: visibleTo(sender, 'single'),
  });
  const writeCluster = (name: 'acme' | 'globex', stamps: readonly string[] = []): Permitted => ({
    backend: 'cluster',
    access: 'write',
    pathPrefix: `/insert/${tenant(name)}/`,
    extra: stampsOf(stamps),
    owners: [],
  });
  const writeSingle = (...stamps: string[]): Permitted => ({
    backend: 'single',
    access: 'write',
    pathPrefix: '/',
    extra: stampsOf(stamps),
    owners: [],
  });
  const mimir = (access: 'read' | 'write', ...orgs: Array<'mimir_pay' | 'mimir_tax'>): Permitted => ({
    backend: 'mimir',
    access,
    pathPrefix: access === 'read' ? '/prometheus/' : '/',
    extra: [],
    org: orgs.map((org) => markOf(world, org)).join('|'),
    owners: access === 'read' ? orgs : [],
  });
  switch (sender) {
    case 'mia':
      return [mimir('read', 'mimir_pay')];
    case 'mike':
      return [mimir('read', 'mimir_pay'), mimir('read', 'mimir_tax'), mimir('read', 'mimir_pay', 'mimir_tax')];
    case 'mona':
      return [mimir('write', 'mimir_pay')];
    case 'alice':
    case 'gretchen':
    case 'luke':
    case 'lena':
      return [readCluster('acme', ['{team="dev"}']), readSingle('acme', ['{team="dev"}'])];
    case 'erin':
      return [readCluster('acme', ERINS_FILTERS_PRINTED), readSingle('acme', ERINS_FILTERS_PRINTED)];
    case 'pia': {
      // VictoriaMetrics takes some patterns apart, and loses something.
      const notOps = [String.raw`{team!~"(?:\\b|\\B)(?:ops|ops.+)"}`];
      return [readCluster('acme', notOps), readSingle('acme', notOps)];
    }
    case 'gina':
      return [readCluster('acme', GINAS_FILTERS_SENT), readSingle('acme', GINAS_FILTERS_SENT)].map((permit) => ({
        ...permit,
        names: ['probe', 'probe_total', 'probe_bucket'],
      }));
    case 'bob':
    case 'meter':
      return [readCluster('globex'), readSingle('globex')];
    case 'carol':
      return [
        ...[readCluster('acme'), readCluster('globex'), severalOfCluster()],
        ...[readSingle('acme'), readSingle('globex'), severalOfSingle(['acme', ''], ['globex', ''])],
      ];
    case 'fiona': {
      const ops = ['{team="ops"}'];
      return [
        ...[readCluster('acme', ops), readCluster('globex', ops), severalOfCluster('team="ops"')],
        ...[
          readSingle('acme', ops),
          readSingle('globex', ops),
          severalOfSingle(['acme', ',team="ops"'], ['globex', ',team="ops"']),
        ],
      ];
    }
    case 'frank':
      return [
        ...[readCluster('acme', ['{team="dev"}']), readCluster('globex', ['{team="ops"}'])],
        ...[readSingle('acme', ['{team="dev"}']), readSingle('globex', ['{team="ops"}'])],
        severalOfSingle(['acme', ',team="dev"'], ['globex', ',team="ops"']),
      ];
    case 'nora':
      return [{ backend: 'single', access: 'read', pathPrefix: '/', extra: [], owners: SERIES_OWNERS }];
    case 'oddny':
      return [readSingle(ODD_TENANT_LABEL, [String.raw`{team="d\"e\\v}\n,team=~\".*"}`])];
    case 'otto':
      return [
        ...[readSingle(ODD_TENANT_LABEL), readSingle('globex')],
        severalOfSingle([ODD_TENANT_LABEL_QUOTED, ''], ['globex', '']),
      ];
    case 'wanda':
      return [writeCluster('acme', ['team=dev']), writeSingle('team=dev', 'tenant=acme')];
    case 'walt':
    case 'lars':
      return [writeCluster('globex'), writeSingle('tenant=globex')];
    case 'rita':
      return [readCluster('acme'), readSingle('acme'), writeCluster('acme'), writeSingle('tenant=acme')];
    case 'nick':
      return [writeSingle('team=dev')];
    case 'olga':
      return [writeSingle(`team=${ODD_TEAM}`, `tenant=${ODD_TENANT_LABEL}`)];
    case 'zed':
      return [readCluster('globex'), readSingle('globex'), writeCluster('acme'), writeSingle('tenant=acme')];
    case 'mallory':
    case 'wes':
    case 'expelled':
    case 'late':
    case 'off':
    case 'eve':
    case 'nobody':
    case 'expired':
    case 'other-audience':
    case 'stranger':
      return [];
  }
}

// VictoriaMetrics forgets a name that it can list when a query names another one.
const GINAS_FILTERS_SENT = [
  String.raw`{__name__=~"(?:\\b|\\B)(?:probe)"}`,
  String.raw`{__name__=~"(?:\\b|\\B)(?:vault\\.probe)"}`,
  String.raw`{__name__=~"(?:\\b|\\B)(?:probe_(total|bucket))",team!="x"}`,
];
const ODD_TENANT_LABEL_QUOTED = String.raw`o\"d\\d} or {team=~\".*`;
const ERINS_FILTERS_PRINTED = ['{env=~"e1|e2",team="qa"}', '{team="dev"}'];

function filtersOf(filters: readonly string[]): Extra {
  return filters.map((filter) => ['extra_filters[]', filter] as const);
}

function stampsOf(labels: readonly string[]): Extra {
  return labels.map((label) => ['extra_label', label] as const);
}
