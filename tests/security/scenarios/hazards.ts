import { createServer } from 'node:http';
import { listen } from '../../../dev/processes/listen';
import type { Problem } from '../judge';
import type { Sender } from '../senders';
import { withProxy } from './otherProxy';
import { must, mustNotLeak, type Scenario } from './scenario';

const SAFE = 'flag{name="maxLabelsPerTimeseries", value="100000000", is_set="true"} 1\n';
const NODE =
  'vm_app_version{version="victoria-metrics-20260821-000000-tags-v1.150.0-0-g0", short_version="v1.150.0"} 1\n';
const SELECT = (version: string) =>
  `vm_app_version{version="vmselect-20260821-000000-tags-${version}-cluster-0-g0", short_version="${version}"} 1\n`;
const INSERT =
  'vm_app_version{version="vminsert-20260821-000000-tags-v1.150.0-cluster-0-g0", short_version="v1.150.0"} 1\n';

interface Hazard {
  name: string;
  backend: 'single' | 'cluster';
  /** What the backend says of itself. */
  metrics: string;
  /** Must be refused, and nothing of it may arrive. */
  refused: ReadonlyArray<readonly [from: Sender, line: string]>;
  /** Still answered. */
  answered: ReadonlyArray<readonly [from: Sender, line: string]>;
}

const HAZARDS: readonly Hazard[] = [
  {
    name: 'a backend that is another one than the configuration says is not asked at all',
    backend: 'single',
    metrics: SELECT('v1.150.0'),
    refused: [
      ['alice', 'GET /tenant/acme-single/api/v1/query?query=probe'],
      ['nora', 'GET /tenant/node/api/v1/query?query=probe'],
      ['walt', 'POST /tenant/globex-single/api/v1/import/prometheus'],
    ],
    answered: [],
  },
  {
    name: 'a backend that does not filter labels is not asked for them by whoever has filters',
    backend: 'single',
    metrics: `${NODE}${SAFE}flag{name="search.ignoreExtraFiltersAtLabelsAPI", value="true", is_set="true"} 1\n`,
    refused: [
      ['alice', 'GET /tenant/acme-single/api/v1/labels'],
      ['bob', 'GET /tenant/globex-single/api/v1/label/marker/values'],
      ['bob', 'GET /tenant/globex-single/prometheus/api/v1/labels'],
    ],
    answered: [
      ['nora', 'GET /tenant/node/api/v1/labels'],
      ['alice', 'GET /tenant/acme-single/api/v1/query?query=probe'],
    ],
  },
  {
    name: 'a backend on which stamps can be evaded takes no stamped writes',
    backend: 'single',
    metrics: `${NODE.replaceAll('v1.150.0', 'v1.107.0')}flag{name="maxLabelsPerTimeseries", value="30", is_set="false"} 1\n`,
    refused: [
      ['walt', 'POST /tenant/globex-single/api/v1/import/prometheus'],
      ['nick', 'POST /tenant/node/api/v1/write'],
    ],
    answered: [['alice', 'GET /tenant/acme-single/api/v1/query?query=probe']],
  },
  {
    name: 'a backend that gives answers about several tenants to others is not asked about several',
    backend: 'cluster',
    metrics: SELECT('v1.118.0'),
    refused: [
      ['carol', 'GET /backend/cluster/api/v1/query?query=probe'],
      ['fiona', 'GET /backend/cluster/api/v1/labels'],
    ],
    answered: [['carol', 'GET /tenant/acme/api/v1/query?query=probe']],
  },
];

/** A backend that says of itself what it is told to, and answers everything with an empty success. */
function hazardScenario({ name, backend, metrics, refused, answered }: Hazard): Scenario {
  return {
    name,
    run: async (stack) => {
      const arrived: string[] = [];
      const server = (text: string) =>
        listen(
          createServer((request, response) => {
            request.resume();
            if (request.headers['user-agent'] === 'gatehouse-check') {
              response.end(request.url?.endsWith('/metrics') === true ? text : 'OK');
              return;
            }
            arrived.push(`${request.method} ${request.url}`);
            response.end('{"status":"success","data":[]}');
          })
        );
      const [read, write] = await Promise.all([server(metrics), server(INSERT)]);
      const changes: Record<string, Record<string, unknown>> = backend === 'single'
        ? { single: { url: read.url } }
        : { cluster: { read: [read.url], write: [write.url] } };
      const stop = async () => void (await Promise.all([read.close(), write.close()]));
      return withProxy(stack, changes, stop, async (ask) => {
        const problems: Problem[] = [];
        for (const [from, line] of refused) {
          arrived.length = 0;
          const { status, reason, text } = await ask(from, line);
          problems.push(
            ...must(
              status === 503 && reason === 'backend-unsafe',
              `${line}: must be 503 backend-unsafe; ${status} ${text.slice(0, 200)}`
            ),
            ...mustNotLeak(arrived.length === 0, `${line}: ${arrived.join(' and ')} arrived`)
          );
        }
        for (const [from, line] of answered) {
          const { status, text } = await ask(from, line);
          problems.push(...must(status === 200, `${line}: must be answered; ${status} ${text.slice(0, 200)}`));
        }
        return problems;
      });
    },
  };
}

export const HAZARD_SCENARIOS: readonly Scenario[] = HAZARDS.map(hazardScenario);
