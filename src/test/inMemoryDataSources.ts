import type { BackendSrvRequest } from '@grafana/runtime';
import type { DataSource } from '../api/dataSources';
import type { Reply } from './inMemoryAdmin';

/** A data source as Grafana keeps it, with more than its list shows. */
export type KeptDataSource = DataSource & { secureJsonFields?: object; user?: string };

/** One that leads through Gatehouse as it should, with these fields changed. */
export function dataSource(changed: Partial<KeptDataSource> = {}): KeptDataSource {
  return {
    uid: 'metrics',
    name: 'Metrics',
    type: 'prometheus',
    access: 'proxy',
    url: 'http://gatehouse:8431',
    basicAuth: false,
    isDefault: false,
    readOnly: false,
    jsonData: { oauthPassThru: true, prometheusType: 'Prometheus', prometheusVersion: '2.24.0' },
    ...changed,
  };
}

/** Stands in for the parts of Grafana that keep data sources, their plugins and rules, and the app's settings. */
export class InMemoryDataSources {
  dataUrl: string | undefined = 'http://gatehouse:8431';
  /** Alert rules by the uid of the data source that each asks. */
  rules: string[] = [];
  /** What a query through any of them comes to. */
  queryError: string | undefined;
  /** When set, what Grafana answers instead of saving. */
  refusal: Reply | undefined;

  constructor(public kept: KeptDataSource[]) {}

  /** For `InMemoryAdmin.answer`; undefined for what is about something else. */
  readonly answer = ({ url, method = 'GET', data }: BackendSrvRequest): Reply | undefined => {
    const uid = /^\/api\/datasources\/uid\/(.+)$/.exec(url)?.[1];
    if (this.refusal !== undefined && method !== 'GET' && url.startsWith('/api/datasources')) {
      return this.refusal;
    }
    switch (`${method} ${uid === undefined ? url : 'one'}`) {
      case 'GET /api/plugins/gatehouse-tenancy-app/settings':
        return ok({ enabled: true, jsonData: { proxyUrl: 'http://gatehouse:8432', dataUrl: this.dataUrl } });
      case 'POST /api/plugins/gatehouse-tenancy-app/settings':
        this.dataUrl = data.jsonData.dataUrl;
        return ok({});
      case 'GET /api/plugins?type=datasource':
        return ok([{ id: 'prometheus', info: { version: '13.0.0' } }]);
      case 'GET /api/v1/provisioning/alert-rules':
        return ok(this.rules.map((datasourceUid) => ({ data: [{ datasourceUid }] })));
      case 'GET /api/datasources':
        return ok(this.kept);
      case 'POST /api/datasources':
        this.kept.push({ ...dataSource(), ...data, uid: 'made' });
        return ok({ datasource: { uid: 'made' } });
      case 'POST /api/ds/query':
        return this.queryError === undefined
          ? ok({ results: { A: {} } })
          : { status: 400, body: { results: { A: { error: this.queryError } } } };
      case 'GET one':
        return ok(this.kept.find((one) => one.uid === uid));
      case 'PUT one':
        this.kept = this.kept.map((one) => (one.uid === uid ? data : one));
        return ok({});
      default:
        return undefined;
    }
  };
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}
