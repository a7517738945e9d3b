import { describe as read, tellingLines } from './selfDescription';

// What the programs said, cut down to what tells them apart.
const SAID: ReadonlyArray<[name: string, program: string | undefined, version: string | undefined, lines: string]> = [
  [
    'a single node',
    'victoria-metrics',
    'v1.150.0',
    `vm_app_version{version="victoria-metrics-20260821-tags-v1.150.0", short_version="v1.150.0"} 1
     flag{name="storageDataPath", value="victoria-metrics-data", is_set="false"} 1`,
  ],
  [
    'vmselect',
    'vmselect',
    'v1.150.0-cluster',
    `vm_app_version{version="vmselect-20260821-tags-v1.150.0-cluster", short_version="v1.150.0-cluster"} 1
     flag{name="storageNode", value="127.0.0.1:8401", is_set="true"} 1`,
  ],
  [
    'vminsert of an enterprise build',
    'vminsert',
    'v1.97.8-enterprise-cluster',
    'vm_app_version{version="vminsert-20240827-103000-tags-v1.97.8-enterprise-cluster-0-g1a2b3c4", short_version="v1.97.8-enterprise-cluster"} 1',
  ],
  [
    'a single node from Debian',
    'victoria-metrics',
    undefined,
    `vm_app_version{version="", short_version=""} 1
     flag{name="maxLabelsPerTimeseries", value="30", is_set="false"} 1
     flag{name="storageDataPath", value="/tmp/data", is_set="true"} 1`,
  ],
  [
    'vmselect without a version',
    'vmselect',
    undefined,
    `vm_app_version{version="", short_version=""} 1
     flag{name="cacheDataPath", value="", is_set="false"} 1
     flag{name="storageNode", value="127.0.0.1:8401", is_set="true"} 1`,
  ],
  [
    'vminsert without a version',
    'vminsert',
    undefined,
    `vm_app_version{version="", short_version=""} 1
     flag{name="maxLabelsPerTimeseries", value="40", is_set="false"} 1
     flag{name="storageNode", value="127.0.0.1:8400", is_set="true"} 1`,
  ],
  [
    'vmstorage without a version',
    'vmstorage',
    undefined,
    `vm_app_version{version="", short_version=""} 1
     flag{name="storageDataPath", value="x", is_set="true"} 1
     flag{name="vminsertAddr", value=":8400", is_set="true"} 1`,
  ],
  [
    'vmagent without a version',
    'vmagent',
    undefined,
    `vm_app_version{version="", short_version=""} 1
     flag{name="maxLabelsPerTimeseries", value="0", is_set="false"} 1
     flag{name="remoteWrite.url", value="secret", is_set="true"} 1`,
  ],
  [
    'vmauth',
    'vmauth',
    'v1.110.0',
    'vm_app_version{version="vmauth-20250124-000000-tags-v1.110.0-0-gabc", short_version="v1.110.0"} 1',
  ],
  [
    'VictoriaLogs',
    'victoria-logs',
    'v1.24.0',
    'vm_app_version{version="victoria-logs-20250627-tags-v1.24.0-victorialogs", short_version="v1.24.0"} 1',
  ],
  ['Prometheus', 'prometheus', undefined, 'prometheus_build_info{branch="HEAD",version="2.53.0"} 1'],
  ['Mimir', 'mimir', undefined, 'cortex_build_info{branch="HEAD",version="2.17.0"} 1'],
  ['a page of a proxy in between', undefined, undefined, '<html>up{job="x"} 1</html>'],
];

test.each(SAID)('%s is %s, %s', (_name, program, version, text) => {
  expect(read(tellingLines(text.replace(/^ +/gm, '')))).toMatchObject({ program, versionText: version });
});

test('flags are read as they are, whatever stands in them', () => {
  const { flags } = read([
    'flag{name="search.ignoreExtraFiltersAtLabelsAPI", value="true", is_set="true"} 1',
    'flag{name="relabelConfig", value="/etc/\\"odd\\", value=\\"x.yaml", is_set="true"} 1',
    'flag{name="sortLabels",value="false"} 1',
    'flag{broken',
  ]);
  expect([...flags]).toEqual([
    ['search.ignoreExtraFiltersAtLabelsAPI', 'true'],
    ['relabelConfig', '/etc/\\"odd\\", value=\\"x.yaml'],
    ['sortLabels', 'false'],
  ]);
});

test('of thousands of series none but the telling ones are looked at', () => {
  const others = ['vm_rows_inserted_total{type="flag{"} 1', '# flag{', ' flag{name="x", value="y"} 1', 'go_info{} 1'];
  expect(tellingLines(others.join('\n'))).toEqual([]);
});
