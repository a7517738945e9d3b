import { backendSchema } from '../config/schema';
import { judgeBackend } from './judgeBackend';
import type { Probe } from './probeOrigin';
import { describe as read } from './selfDescription';

const SELECT = 'http://select:8481';
const INSERT = 'http://insert:8480';
const NODE = 'http://node:8428';
const MIMIR = 'http://mimir:8080';

const cluster = (more = {}) =>
  backendSchema.parse({ name: 'b', kind: 'victoriametrics-cluster', read: [SELECT], write: [INSERT], ...more });
const single = (more = {}) => backendSchema.parse({ name: 'b', kind: 'victoriametrics', url: NODE, ...more });
const mimir = () => backendSchema.parse({ name: 'b', kind: 'mimir', url: MIMIR });

/** As the program says it: `vmselect v1.150.0`, or `vmselect` when it tells no version. */
function saying(program: string, flags: Record<string, string> = {}): Probe {
  const [name = '', release] = program.split(' ');
  const telling: Record<string, Record<string, string>> = {
    'victoria-metrics': {
      storageDataPath: 'x',
      maxLabelsPerTimeseries: '30',
      sortLabels: 'false',
      usePromCompatibleNaming: 'true',
    },
    vmselect: { storageNode: 'x' },
    vminsert: {
      storageNode: 'x',
      maxLabelsPerTimeseries: '30',
      sortLabels: 'false',
      usePromCompatibleNaming: 'true',
    },
    vmagent: { 'remoteWrite.url': 'x', maxLabelsPerTimeseries: '0' },
  };
  const build = release === undefined ? '' : `${name}-20250101-120000-tags-${release}-0-g1a2b3c4`;
  const lines = Object.entries({ ...telling[name], ...flags }).map(
    ([flag, value]) => `flag{name="${flag}", value="${value}", is_set="true"} 1`
  );
  return { description: read([`vm_app_version{version="${build}", short_version=""} 1`, ...lines]) };
}

function judge(backend: ReturnType<typeof backendSchema.parse>, probes: Record<string, Probe>) {
  const { hazards, findings } = judgeBackend(backend, new Map(Object.entries(probes)));
  return {
    hazards: [...hazards].sort(),
    unsafe: findings.filter(({ severity }) => severity === 'unsafe').map(({ code }) => code),
    warnings: findings.filter(({ severity }) => severity === 'warning').map(({ code }) => code),
    texts: findings.map(({ message }) => message).join('\n'),
    urls: findings.map(({ url }) => url),
  };
}

const CURRENT_INSERT = { [INSERT]: saying('vminsert v1.150.0') };
const SAFE = { hazards: [], unsafe: [], warnings: [] };

test('a current cluster, single node and Mimir are safe', () => {
  expect(judge(cluster(), { [SELECT]: saying('vmselect v1.150.0'), ...CURRENT_INSERT })).toMatchObject(SAFE);
  expect(judge(single(), { [NODE]: saying('victoria-metrics v1.150.0') })).toMatchObject(SAFE);
  const description = { program: 'mimir', version: undefined, versionText: '2.17.0', flags: new Map() };
  expect(judge(mimir(), { [MIMIR]: { description, takesAnyOrg: false } })).toMatchObject(SAFE);
});

test.each([
  [
    'vmselect where vminsert belongs',
    cluster(),
    { [SELECT]: saying('vmselect v1.150.0'), [INSERT]: saying('vmselect v1.150.0') },
  ],
  ['vmstorage where vmselect belongs', cluster(), { [SELECT]: saying('vmstorage v1.150.0'), ...CURRENT_INSERT }],
  ['a single node where vmselect belongs', cluster(), { [SELECT]: saying('victoria-metrics'), ...CURRENT_INSERT }],
  ['vmselect where a single node belongs', single(), { [NODE]: saying('vmselect') }],
  ['vmagent where vmselect belongs', cluster(), { [SELECT]: saying('vmagent v1.150.0'), ...CURRENT_INSERT }],
  ['Prometheus', single(), { [NODE]: { description: read(['prometheus_build_info{version="3.0.0"} 1']) } }],
  ['VictoriaMetrics where Mimir belongs', mimir(), { [MIMIR]: saying('victoria-metrics v1.150.0') }],
])('%s is of the wrong kind', (_name, backend, probes) => {
  expect(judge(backend, probes)).toMatchObject({ hazards: ['wrong-kind'], unsafe: ['backend-kind-wrong'] });
  // The operator's word is about what cannot be seen.
  expect(judge({ ...backend, safety: 'vouched' }, probes)).toMatchObject({ hazards: ['wrong-kind'] });
});

test('a Mimir that takes any org counts as no Mimir', () => {
  const description = { program: 'mimir', version: undefined, versionText: '2.17.0', flags: new Map() };
  expect(judge(mimir(), { [MIMIR]: { description, takesAnyOrg: true } })).toMatchObject({
    hazards: ['wrong-kind'],
    unsafe: ['mimir-tenancy-off'],
  });
});

describe('questions to several tenants', () => {
  test.each([
    ['vmselect v1.118.0', true],
    ['vmselect v1.119.0', false],
    ['vmselect v1.110.9', true],
    ['vmselect v1.110.10', false],
    ['vmselect v1.102.20', true],
    ['vmselect v1.136.9', false],
    ['vmselect v2.0.0', false],
    ['vmselect', true],
  ])('leak at %s: %p', (program, leaks) => {
    const { hazards, unsafe } = judge(cluster(), { [SELECT]: saying(program), ...CURRENT_INSERT });
    expect([hazards, unsafe]).toEqual(leaks ? [['federation-leaks'], ['federation-leaks']] : [[], []]);
  });

  test('are a matter of a cluster alone', () => {
    expect(judge(single(), { [NODE]: saying('victoria-metrics v1.108.0') }).hazards).toEqual([]);
  });
});

describe('labels', () => {
  test.each(['vmselect', 'victoria-metrics'])('of all are shown by %s when a flag says so', (program) => {
    const probe = saying(`${program} v1.150.0`, { 'search.ignoreExtraFiltersAtLabelsAPI': 'true' });
    const judged =
      program === 'vmselect'
        ? judge(cluster(), { [SELECT]: probe, ...CURRENT_INSERT })
        : judge(single(), { [NODE]: probe });
    expect(judged).toMatchObject({ hazards: ['labels-unfiltered'], unsafe: ['labels-api-unfiltered'] });
  });

  test.each([
    ['v1.124.0', false],
    ['v1.125.0', true],
    ['v1.133.0', true],
    ['v1.134.0', false],
    ['v1.122.2', false],
    ['v1.122.3', true],
    ['v1.122.12', true],
    ['v1.122.13', false],
    ['v1.110.16', false],
    ['v1.110.17', true],
    ['v1.110.27', true],
    ['v1.110.28', false],
  ])('of all are shown by %s when a filter matches many series: %p', (release, shown) => {
    const hazards = shown ? ['labels-unfiltered'] : [];
    expect(judge(single(), { [NODE]: saying(`victoria-metrics ${release}`) }).hazards).toEqual(hazards);
    expect(judge(cluster(), { [SELECT]: saying(`vmselect ${release}`), ...CURRENT_INSERT }).hazards).toEqual(hazards);
  });
});

describe('stamped labels', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['vminsert v1.107.0', {}, true],
    ['vminsert v1.102.30', {}, true],
    ['vminsert v1.108.0', {}, false],
    ['vminsert v1.150.0', {}, false],
    ['vminsert v1.107.0', { maxLabelsPerTimeseries: '99999999' }, true],
    ['vminsert v1.107.0', { maxLabelsPerTimeseries: '100000000' }, false],
    ['vminsert', {}, true],
    ['vminsert', { maxLabelsPerTimeseries: '100000000' }, false],
    ['vminsert', { maxLabelsPerTimeseries: '100000000', sortLabels: 'true' }, true],
    ['vminsert v1.150.0', { sortLabels: 'true' }, true],
    ['vminsert v1.150.0', { maxLabelValueLen: '65535', maxLabelNameLen: '256' }, false],
    ['vminsert v1.150.0', { maxLabelValueLen: '65536' }, true],
    ['vminsert v1.150.0', { maxLabelNameLen: '0' }, true],
    ['vmagent v1.150.0', {}, true],
  ])('can be got rid of at %s with %j: %p', (program, flags, evadable) => {
    const probes = { [SELECT]: saying('vmselect v1.150.0'), [INSERT]: saying(program, flags) };
    const { hazards, unsafe } = judge(cluster(), probes);
    expect([hazards, unsafe]).toEqual(evadable ? [['stamps-evadable'], ['stamps-evadable']] : [[], []]);
  });

  test.each([
    ['on a cluster', cluster, { [SELECT]: saying('vmselect v1.150.0') }, INSERT, 'vminsert v1.150.0'],
    ['on a single node', single, {}, NODE, 'victoria-metrics v1.150.0'],
  ])(
    'can be got around by odd names of labels %s, unless somebody vouches for it',
    (_name, backend, others, url, program) => {
      const probes = { ...others, [url]: saying(program, { usePromCompatibleNaming: 'false' }) };
      expect(judge(backend(), probes)).toMatchObject({
        hazards: ['stamps-evadable'],
        unsafe: ['label-names-unchecked'],
      });
      expect(judge(backend({ safety: 'vouched' }), probes)).toMatchObject({
        hazards: [],
        unsafe: [],
        warnings: ['label-names-unchecked'],
      });
    }
  );

  test('of a single node as well, and only where it is written to', () => {
    expect(judge(single(), { [NODE]: saying('victoria-metrics') }).hazards).toEqual(['stamps-evadable']);
    const [one, two] = ['http://one:8428', 'http://two:8428'];
    const readOnly = single({ url: [one, two] });
    expect(judge(readOnly, { [one]: saying('victoria-metrics'), [two]: saying('victoria-metrics') }).hazards).toEqual(
      []
    );
  });

  test('at an OpenTSDB listener whose process is not named cannot be ruled out', () => {
    const readOnly = single({ url: ['http://one:8428', 'http://two:8428'], opentsdb: 'http://one:4242' });
    expect(judge(readOnly, {}).hazards).toEqual(['stamps-evadable']);
  });

  test.each([
    [{ relabelConfig: '/etc/relabel.yaml' }, 'relabelling'],
    [{ 'streamAggr.config': '/etc/aggr.yaml' }, 'relabelling'],
  ])('may be changed by %j, which is said', (flags, code) => {
    expect(judge(single(), { [NODE]: saying('victoria-metrics v1.150.0', flags) })).toMatchObject({
      hazards: [],
      warnings: [code],
    });
  });
});

describe('what cannot be seen', () => {
  const nothing: Probe = { failure: 'answers /metrics with status 401' };
  const hidden: Probe = { description: read(['vm_app_version{version="vmauth-20250101-tags-v1.110.0"} 1']) };
  const strange: Probe = { description: read(['<html>']) };

  test.each([
    ['a page that is not there', nothing],
    ['vmauth', hidden],
    ['something that does not say what it is', strange],
  ])('because of %s counts as what it could be, unless somebody vouches for it', (_name, probe) => {
    const probes = { [SELECT]: probe, [INSERT]: probe };
    expect(judge(cluster(), probes)).toMatchObject({
      hazards: ['federation-leaks', 'stamps-evadable'],
      unsafe: ['backend-unprobed', 'backend-unprobed'],
    });
    expect(judge(cluster({ safety: 'vouched' }), probes)).toMatchObject({
      hazards: [],
      unsafe: [],
      warnings: ['backend-unprobed', 'backend-unprobed'],
    });
    expect(judge(single(), { [NODE]: probe })).toMatchObject({
      hazards: ['stamps-evadable'],
      unsafe: ['backend-unprobed'],
      warnings: [],
    });
    expect(judge(mimir(), { [MIMIR]: nothing })).toMatchObject({ hazards: [], warnings: ['backend-unprobed'] });
  });

  test('before the first look is everything', () => {
    expect(judge(cluster(), {}).hazards).toEqual(['federation-leaks', 'stamps-evadable']);
    expect(judge(cluster({ safety: 'vouched' }), {}).hazards).toEqual([]);
    expect(judge(mimir(), {}).hazards).toEqual([]);
  });

  test('vouching lifts nothing that is seen', () => {
    const probes = {
      [SELECT]: saying('vmselect v1.118.0', { 'search.ignoreExtraFiltersAtLabelsAPI': 'true' }),
      [INSERT]: saying('vminsert v1.107.0'),
    };
    expect(judge(cluster({ safety: 'vouched' }), probes).hazards).toEqual([
      'federation-leaks',
      'labels-unfiltered',
      'stamps-evadable',
    ]);
    const unknown = { [SELECT]: saying('vmselect'), [INSERT]: saying('vminsert') };
    expect(judge(cluster({ safety: 'vouched' }), unknown)).toMatchObject({ hazards: [], unsafe: [] });
  });
});

describe('several URLs', () => {
  const [one, two] = ['http://one:8481', 'http://two:8481'];
  const both = cluster({ read: [one, two] });

  test('are as good as the worst of them', () => {
    const probes = { [one]: saying('vmselect v1.150.0'), [two]: saying('vmselect v1.118.0'), ...CURRENT_INSERT };
    const { hazards, warnings, urls } = judge(both, probes);
    expect(hazards).toEqual(['federation-leaks']);
    expect(warnings).toContain('backend-versions-differ');
    expect(urls).toEqual([two, two, undefined]);
  });

  test('of one version are nothing to speak of', () => {
    const probes = { [one]: saying('vmselect v1.150.0'), [two]: saying('vmselect v1.150.0'), ...CURRENT_INSERT };
    expect(judge(both, probes)).toMatchObject(SAFE);
  });

  test('of vmselect and vminsert may differ', () => {
    const probes = { [SELECT]: saying('vmselect v1.150.0'), [INSERT]: saying('vminsert v1.149.0') };
    expect(judge(cluster(), probes)).toMatchObject(SAFE);
  });
});

test.each([
  ['vmselect v1.142.0', ['v1.143.0', 'v1.136.9', 'v1.122.22']],
  ['vmselect v1.135.0', ['v1.143.0', 'v1.137.0', 'some of them']],
  ['vmselect v1.136.1', ['v1.143.0']],
])('%s is old, and the fixes that it lacks are named', (program, names) => {
  const { warnings, hazards, texts } = judge(cluster(), { [SELECT]: saying(program), ...CURRENT_INSERT });
  expect([warnings, hazards]).toEqual([['backend-version-old'], []]);
  names.forEach((name) => expect(texts).toContain(name));
});

test('a version that is not told is said, and that headers name tenants', () => {
  const { warnings } = judge(single(), { [NODE]: saying('victoria-metrics', { maxLabelsPerTimeseries: '100000000' }) });
  expect(warnings).toEqual(['backend-version-unknown']);
  const headers = { enableMultitenancyViaHeaders: 'true' };
  const probes = { [SELECT]: saying('vmselect v1.150.0', headers), [INSERT]: saying('vminsert v1.150.0', headers) };
  expect(judge(cluster(), probes)).toMatchObject({ hazards: [], warnings: ['header-tenancy', 'header-tenancy'] });
});
