import { type DataSource, type DataSourceChange, PROMETHEUS, VICTORIA_METRICS } from '../api/dataSources';

/** What is known around the data sources. */
export interface Surroundings {
  /** URL of the proxy's data listener as Grafana's server reaches it. */
  dataUrl: string;
  /** That of its admin listener. */
  proxyUrl: string | undefined;
  backends: ReadonlyArray<{ name: string; kind: string; urls: readonly string[] }>;
  /** Undefined while the policy is not known. */
  tenants: readonly string[] | undefined;
  /** How many alert rules ask a data source, by its uid; undefined while Grafana does not say. */
  ruleCounts: ReadonlyMap<string, number> | undefined;
  /** Of VictoriaMetrics' plugin; undefined when it is not known. */
  victoriaMetricsVersion: string | undefined;
  /** Visitors who have not logged in are let in. */
  anonymous: boolean;
}

/** Where a data source's queries go. */
export type Destination = 'gatehouse' | 'past-gatehouse' | 'elsewhere';

export type DataSourceFindingCode =
  | 'url-of-backend'
  | 'url-of-admin-listener'
  | 'url-elsewhere'
  | 'path-unknown'
  | 'backend-unknown'
  | 'tenant-unknown'
  | 'backend-unnamed'
  | 'access-direct'
  | 'identity-not-forwarded'
  | 'basic-auth'
  | 'type-or-version'
  | 'rules-refused'
  | 'rules-unclaimed'
  | 'credential-anonymous';

/** Something about a data source: `bad` leaks or keeps everybody out, `warning` may, `note` is good to know. */
export interface DataSourceFinding {
  code: DataSourceFindingCode;
  severity: 'bad' | 'warning' | 'note';
  /** What of it the message names: a backend, a tenant, a number of rules. */
  detail?: string;
  /** What would set it right. */
  repair?: DataSourceChange;
}

export interface Judgement {
  destination: Destination;
  findings: DataSourceFinding[];
}

export const CREDENTIAL_HEADER = 'X-Gatehouse-Credential';
/** The newest version of VictoriaMetrics' plugin that is known not to send `FromAlert`. */
const LAST_WITHOUT_FROM_ALERT = [0, 25, 1];
/** From this version of Prometheus on Grafana asks for labels by a filter, and not for whole series. */
const LEAST_VERSION = [2, 24, 0];

/** Tells where a data source leads, and what is wrong with it. */
export function judgeDataSource(dataSource: DataSource, surroundings: Surroundings): Judgement {
  const { dataUrl, proxyUrl, backends } = surroundings;
  const rest = pathBelow(dataUrl, dataSource.url);
  if (rest !== undefined) {
    return { destination: 'gatehouse', findings: findingsBehind(rest, dataSource, surroundings) };
  }
  const passed = backends.find(({ urls }) => urls.some((url) => originOf(url) === originOf(dataSource.url)));
  if (passed !== undefined) {
    const repair = {
      url: `${dataUrl}${backends.length > 1 ? `/backend/${passed.name}` : ''}`,
      access: 'proxy' as const,
      jsonData: { oauthPassThru: true },
    };
    return {
      destination: 'past-gatehouse',
      findings: [{ code: 'url-of-backend', severity: 'bad', detail: passed.name, repair }],
    };
  }
  if (proxyUrl !== undefined && pathBelow(proxyUrl, dataSource.url) !== undefined) {
    return {
      destination: 'elsewhere',
      findings: [{ code: 'url-of-admin-listener', severity: 'bad', repair: { url: dataUrl } }],
    };
  }
  return { destination: 'elsewhere', findings: [{ code: 'url-elsewhere', severity: 'note' }] };
}

function findingsBehind(rest: string, dataSource: DataSource, surroundings: Surroundings): DataSourceFinding[] {
  const { access, jsonData, basicAuth } = dataSource;
  return [
    ...pathFindings(rest, surroundings),
    ...when(access !== 'proxy', { code: 'access-direct', severity: 'bad', repair: { access: 'proxy' } }),
    ...when(jsonData.oauthPassThru !== true, {
      code: 'identity-not-forwarded',
      severity: 'bad',
      repair: { jsonData: { oauthPassThru: true } },
    }),
    ...when(basicAuth, { code: 'basic-auth', severity: 'warning' }),
    ...typeFindings(rest, dataSource, surroundings),
    ...ruleFindings(dataSource, surroundings),
  ];
}

function pathFindings(rest: string, { backends, tenants }: Surroundings): DataSourceFinding[] {
  const { prefix, name } = readPath(rest);
  switch (prefix) {
    case undefined:
      return [{ code: 'path-unknown', severity: 'bad', detail: rest }];
    case '':
      return when(backends.length > 1, { code: 'backend-unnamed', severity: 'note' });
    case 'backend':
      return when(!backends.some((backend) => backend.name === name), {
        code: 'backend-unknown',
        severity: 'bad',
        detail: name,
      });
    case 'tenant':
      return when(tenants !== undefined && !tenants.includes(name), {
        code: 'tenant-unknown',
        severity: 'bad',
        detail: name,
      });
  }
}

function typeFindings(rest: string, { type, jsonData }: DataSource, surroundings: Surroundings): DataSourceFinding[] {
  if (type !== PROMETHEUS) {
    return [];
  }
  const settings = prometheusSettings(kindBehind(rest, surroundings));
  const { prometheusType, prometheusVersion } = jsonData;
  const isRight =
    prometheusType === settings.prometheusType &&
    typeof prometheusVersion === 'string' &&
    (prometheusType === 'Mimir' || !isBelow(prometheusVersion, LEAST_VERSION));
  return when(!isRight, {
    code: 'type-or-version',
    severity: 'note',
    detail: `${settings.prometheusType} ${settings.prometheusVersion}`,
    repair: { jsonData: settings },
  });
}

function ruleFindings(
  { uid, type, jsonData }: DataSource,
  { ruleCounts, victoriaMetricsVersion, anonymous }: Surroundings
): DataSourceFinding[] {
  const rules = ruleCounts?.get(uid) ?? 0;
  const hasHeader = credentialHeaderKey(jsonData) !== undefined;
  const unclaimed =
    type === VICTORIA_METRICS &&
    (victoriaMetricsVersion === undefined ||
      !isBelow([...LAST_WITHOUT_FROM_ALERT].join('.'), parts(victoriaMetricsVersion)));
  return [
    ...when(!hasHeader && rules > 0 && !unclaimed, {
      code: 'rules-refused',
      severity: 'warning',
      detail: String(rules),
    }),
    ...when(unclaimed && (hasHeader || rules > 0), { code: 'rules-unclaimed', severity: 'warning' }),
    ...when(hasHeader && anonymous, { code: 'credential-anonymous', severity: 'warning' }),
  ];
}

/** The type and version that Grafana’s Prometheus data source shall take a backend for. */
export function prometheusSettings(kind: string | undefined): { prometheusType: string; prometheusVersion: string } {
  return kind === 'mimir'
    ? { prometheusType: 'Mimir', prometheusVersion: '2.9.1' }
    : { prometheusType: 'Prometheus', prometheusVersion: '2.24.0' };
}

/** Under which key of `jsonData` the credential's header stands, if it does. */
export function credentialHeaderKey(jsonData: DataSource['jsonData']): string | undefined {
  const isHeader = (value: unknown) =>
    typeof value === 'string' && value.toLowerCase() === CREDENTIAL_HEADER.toLowerCase();
  return Object.keys(jsonData).find((key) => /^httpHeaderName\d+$/.test(key) && isHeader(jsonData[key]));
}

/** What puts a credential into a data source: a header of its own, after those that are there. */
export function withCredential({ jsonData }: DataSource, secret: string): DataSourceChange {
  const existing = credentialHeaderKey(jsonData);
  const taken = Object.keys(jsonData).flatMap((key) => Number(/^httpHeaderName(\d+)$/.exec(key)?.[1] ?? 0));
  const position = existing?.replace('httpHeaderName', '') ?? String(Math.max(0, ...taken) + 1);
  return {
    jsonData: { [`httpHeaderName${position}`]: CREDENTIAL_HEADER },
    secureJsonData: { [`httpHeaderValue${position}`]: secret },
  };
}

function kindBehind(rest: string, { backends }: Surroundings): string | undefined {
  const { prefix, name } = readPath(rest);
  return (prefix === 'backend' ? backends.find((backend) => backend.name === name) : backends[0])?.kind;
}

function readPath(rest: string): { prefix: '' | 'backend' | 'tenant' | undefined; name: string } {
  const [, kind, name = ''] = /^(?:\/(backend|tenant)\/([^/]+))?(?:\/prometheus)?\/?$/.exec(rest) ?? [];
  if (kind === 'backend' || kind === 'tenant') {
    return { prefix: kind, name };
  }
  return { prefix: /^(?:\/prometheus)?\/?$/.test(rest) ? '' : undefined, name };
}

/** What of a URL comes after another one; undefined when it is somewhere else. */
function pathBelow(base: string, text: string): string | undefined {
  const [above, url] = [readUrl(base), readUrl(text)];
  if (above === undefined || url === undefined || above.origin !== url.origin) {
    return undefined;
  }
  const prefix = above.pathname.replace(/\/$/, '');
  const rest = url.pathname.slice(prefix.length);
  return url.pathname.startsWith(prefix) && /^(\/|$)/.test(rest) ? rest.replace(/\/$/, '') : undefined;
}

function originOf(text: string): string | undefined {
  return readUrl(text)?.origin;
}

function readUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function isBelow(version: string, least: readonly number[]): boolean {
  const given = parts(version);
  const position = least.findIndex((number, index) => number !== (given[index] ?? 0));
  return position >= 0 && (given[position] ?? 0) < (least[position] ?? 0);
}

function parts(version: string): number[] {
  return version
    .replace(/^v/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10) || 0);
}

function when(holds: boolean, finding: DataSourceFinding): DataSourceFinding[] {
  return holds ? [finding] : [];
}
