import { randomBytes } from 'node:crypto';
import type { DataSourceOptions } from './options';

/** A data source as Grafana keeps it (pkg/services/datasources). */
export interface StoredDataSource {
  id: number;
  uid: string;
  name: string;
  type: string;
  access: string;
  url: string;
  basicAuth: boolean;
  basicAuthUser: string;
  withCredentials: boolean;
  isDefault: boolean;
  jsonData: Readonly<Record<string, unknown>>;
  secureJsonData: Readonly<Record<string, string>>;
  /** Counts the changes: who changes an older version is refused. */
  version: number;
}

export type DataSourceChange = Partial<Omit<StoredDataSource, 'id' | 'uid' | 'version'>>;

/** The data sources of this Grafana, which administrators change while it runs. */
export interface DataSourceStore {
  all(): readonly StoredDataSource[];
  /** What queries need of a data source. */
  forQueries(): readonly DataSourceOptions[];
  add(dataSource: DataSourceChange & { name: string; type: string }): StoredDataSource;
  /** Replaces everything but secrets: those that are not named stay. */
  change(uid: string, change: DataSourceChange): StoredDataSource;
}

/** @param provisioned may grow while Grafana runs */
export function createDataSourceStore(provisioned: readonly DataSourceOptions[]): DataSourceStore {
  const all: StoredDataSource[] = [];
  let taken = 0;
  const takeNew = () => {
    all.push(...provisioned.slice(taken).map((options, index) => fromOptions(options, all.length + index)));
    taken = provisioned.length;
    return all;
  };
  const place = (uid: string) => takeNew().findIndex((one) => one.uid === uid);
  return {
    all: takeNew,
    forQueries: () => takeNew().map(toOptions),
    add(dataSource) {
      takeNew();
      const added = { ...EMPTY, ...dataSource, id: all.length + 1, uid: randomBytes(7).toString('hex'), version: 1 };
      all.push(added);
      return added;
    },
    change(uid, change) {
      const before = all[place(uid)];
      if (before === undefined) {
        throw new Error(`there is no data source ${uid}`);
      }
      const changed = {
        ...EMPTY,
        ...change,
        name: change.name ?? before.name,
        type: change.type ?? before.type,
        id: before.id,
        uid,
        secureJsonData: { ...before.secureJsonData, ...change.secureJsonData },
        version: before.version + 1,
      };
      all[place(uid)] = changed;
      return changed;
    },
  };
}

const EMPTY: Omit<StoredDataSource, 'id' | 'uid' | 'name' | 'type' | 'version'> = {
  access: 'proxy',
  url: '',
  basicAuth: false,
  basicAuthUser: '',
  withCredentials: false,
  isDefault: false,
  jsonData: {},
  secureJsonData: {},
};

function fromOptions(
  { uid, name, url, forwardsOAuthIdentity = true, httpHeaders = {}, basicAuth }: DataSourceOptions,
  index: number
): StoredDataSource {
  const headers = Object.entries(httpHeaders);
  return {
    ...EMPTY,
    id: index + 1,
    uid,
    name,
    type: 'prometheus',
    url,
    basicAuth: basicAuth !== undefined,
    basicAuthUser: basicAuth?.user ?? '',
    isDefault: index === 0,
    jsonData: {
      httpMethod: 'POST',
      oauthPassThru: forwardsOAuthIdentity,
      prometheusType: 'Prometheus',
      prometheusVersion: '2.24.0',
      ...Object.fromEntries(headers.map(([header], position) => [`httpHeaderName${position + 1}`, header])),
    },
    secureJsonData: {
      ...(basicAuth && { basicAuthPassword: basicAuth.password }),
      ...Object.fromEntries(headers.map(([, value], position) => [`httpHeaderValue${position + 1}`, value])),
    },
    version: 1,
  };
}

function toOptions(dataSource: StoredDataSource): DataSourceOptions {
  const { uid, name, url, jsonData, secureJsonData, basicAuth, basicAuthUser } = dataSource;
  const headers = Object.entries(jsonData).flatMap(([key, header]) => {
    const [, position] = /^httpHeaderName(\d+)$/.exec(key) ?? [];
    const value = secureJsonData[`httpHeaderValue${position}`];
    return position === undefined || typeof header !== 'string' || value === undefined ? [] : [[header, value]];
  });
  return {
    uid,
    name,
    url,
    forwardsOAuthIdentity: jsonData.oauthPassThru === true,
    httpHeaders: Object.fromEntries(headers),
    ...(basicAuth && { basicAuth: { user: basicAuthUser, password: secureJsonData.basicAuthPassword ?? '' } }),
  };
}
