import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { listen } from '../processes/listen';
import { canonicalTenant, type Component, readClusterUrl } from './clusterUrl';
import { answerText, passOn } from './passOn';
import { standInMetrics } from './standInMetrics';
import { startNode, type VictoriaMetricsNode } from './startNode';

// Each is a process.
const MAX_TENANTS = 32;

export interface StandInOptions {
  folder: string;
  /** `account:project` of each tenant that has a node from the start; others get one when they are written to. */
  tenants: readonly string[];
}

export interface StandIn {
  selectUrl: string;
  insertUrl: string;
  /** vminsert's address for OpenTSDB's HTTP protocol. */
  opentsdbUrl: string;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Stands in for a VictoriaMetrics cluster, which Debian does not package: a router in front of one real single node per tenant, one
 * with the samples of all tenants for `/select/multitenant`, labelled `vm_account_id` and `vm_project_id`, and an empty one
 * for the tenants that nobody has written to.
 *
 * Where a real cluster differs:
 * - vmselect takes the tenant conditions of ORed filters apart from the others and combines them anew: `{vm_account_id="1",team="a"}`
 *   or `{vm_account_id="2",team="b"}` there also reads 1/b and 2/a. Here a filter stays whole. What leaks there does not leak
 *   here, so tests must look at the request that was sent (`requests`), not only at the answer.
 * - What the nodes' version does not have is refused (400), for instance Graphite's render, vmui and OpenTelemetry on 1.79.
 * - The version in `/metrics` is made up; the flags are the nodes'. The headers `AccountID` and `ProjectID` are not read.
 * - No `/admin/tenants`, no `/delete/…`, no `/insert/multitenant`; at most 32 tenants.
 * - Multitenant reads of metadata and status pages show the merged node's.
 */
export async function startStandIn({ folder, tenants }: StandInOptions): Promise<StandIn> {
  const nodes = new Map<string, Promise<VictoriaMetricsNode>>();
  const start = (name: string) => {
    const node = nodes.get(name) ?? startNode({ folder: join(folder, name.replace(':', '-')) });
    nodes.set(name, node);
    return node;
  };
  const close = async () => {
    const started = await Promise.allSettled(nodes.values());
    await Promise.all(started.map((node) => (node.status === 'fulfilled' ? node.value.close() : undefined)));
  };
  const names = tenants.map((tenant) => {
    const canonical = canonicalTenant(tenant);
    if (canonical === undefined) {
      throw new Error(`${tenant} is no tenant: expected account:project, two whole numbers up to 4294967295`);
    }
    return canonical;
  });
  try {
    const [merged, empty] = await Promise.all([start('all'), start('empty'), ...names.map(start)]);

    const read: Route = async (url) => {
      const { tenant, rest } = url;
      if (tenant === 'multitenant') {
        // As vmselect: Graphite has no multitenant reads.
        return rest.startsWith('/graphite/') ? undefined : [merged.url + rest];
      }
      return [(await (nodes.get(tenant) ?? empty)).url + rest];
    };
    const write =
      (address: 'url' | 'opentsdbUrl'): Route =>
      async ({ tenant, rest }) =>
        tenant === 'multitenant' || (!nodes.has(tenant) && nodes.size >= MAX_TENANTS)
          ? undefined
          : [(await start(tenant))[address] + rest, merged[address] + labelled(rest, tenant)];
    const servers = [
      createServer(router('select', merged, read)),
      createServer(router('insert', merged, write('url'))),
      createServer(router('opentsdb', merged, write('opentsdbUrl'))),
    ] as const;
    const [select, insert, opentsdb] = await Promise.all([listen(servers[0]), listen(servers[1]), listen(servers[2])]);
    return {
      selectUrl: select.url,
      insertUrl: insert.url,
      opentsdbUrl: opentsdb.url,
      flush: async () => {
        const started = await Promise.all(nodes.values());
        await Promise.all(started.map((node) => node.flush()));
      },
      close: async () => {
        await Promise.all([select.close(), insert.close(), opentsdb.close()]);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where a request goes; undefined when nowhere. */
type Route = (url: { tenant: string; rest: string }) => Promise<readonly string[] | undefined>;

function router(component: Component, node: VictoriaMetricsNode, route: Route): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { url: asked = '/' } = request;
    const url = readClusterUrl(component, asked);
    const targets = url && (await route(url));
    if (targets !== undefined) {
      passOn(request, response, targets);
      return;
    }
    request.resume();
    if (asked === '/health') {
      answerText(response, 200, 'OK');
    } else if (asked === '/metrics' && component !== 'opentsdb') {
      const metrics = await (await fetch(`${node.url}/metrics`)).text();
      answerText(response, 200, standInMetrics(component === 'select' ? 'vmselect' : 'vminsert', metrics));
    } else {
      answerText(response, 400, `unsupported path requested: ${JSON.stringify(asked)} (the cluster's stand-in)\n`);
    }
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => answerText(response, 500, `${String(error)}\n`));
  };
}

function labelled(rest: string, tenant: string): string {
  const [account, project] = tenant.split(':');
  const separator = rest.includes('?') ? '&' : '?';
  return `${rest}${separator}extra_label=vm_account_id=${account}&extra_label=vm_project_id=${project}`;
}
