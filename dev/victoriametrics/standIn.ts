import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { PassThrough, pipeline } from 'node:stream';
import { listen } from '../processes/listen';
import { canonicalTenant, readClusterUrl } from './clusterUrl';
import { startNode, type VictoriaMetricsNode } from './startNode';

export interface StandInOptions {
  folder: string;
  /** `account:project` of each tenant that can be written to. */
  tenants: readonly string[];
}

export interface StandIn {
  selectUrl: string;
  insertUrl: string;
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
 * - A tenant that was not named at the start cannot be written to (400); a cluster would create it.
 * - Only `/prometheus/…` paths exist; no Graphite, no vmui, no `/admin/tenants`, no `/insert/multitenant`.
 * - Multitenant reads of metadata and status pages show the merged node's.
 */
export async function startStandIn({ folder, tenants }: StandInOptions): Promise<StandIn> {
  const names = tenants.map((tenant) => {
    const canonical = canonicalTenant(tenant);
    if (canonical === undefined) {
      throw new Error(`${tenant} is no tenant: expected account:project, two whole numbers up to 4294967295`);
    }
    return canonical;
  });
  const all = await startAll([...names, 'all', 'empty'], folder);
  const { all: merged, empty } = { all: nodeOf(all, 'all'), empty: nodeOf(all, 'empty') };

  const select = createServer((request, response) => {
    const url = readClusterUrl(request.url ?? '/');
    if (url?.component === 'select') {
      const node = url.tenant === 'multitenant' ? merged : (all.get(url.tenant) ?? empty);
      forward(request, response, [node.url + url.rest]);
    } else {
      answerOther(request, response);
    }
  });
  const insert = createServer((request, response) => {
    const url = readClusterUrl(request.url ?? '/');
    const node = url?.component === 'insert' ? all.get(url.tenant) : undefined;
    if (url !== undefined && node !== undefined) {
      forward(request, response, [node.url + url.rest, merged.url + labelled(url.rest, url.tenant)]);
    } else {
      answerOther(request, response);
    }
  });
  const [selecting, inserting] = await Promise.all([listen(select), listen(insert)]);
  const nodes = [...all.values()];
  return {
    selectUrl: selecting.url,
    insertUrl: inserting.url,
    flush: async () => void (await Promise.all(nodes.map((node) => node.flush()))),
    close: async () => {
      await Promise.all([selecting.close(), inserting.close()]);
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
}

async function startAll(names: readonly string[], folder: string): Promise<Map<string, VictoriaMetricsNode>> {
  const started = await Promise.allSettled(
    names.map(async (name) => [name, await startNode({ folder: join(folder, name.replace(':', '-')) })] as const)
  );
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(running.map(([, node]) => node.close()));
    throw failed.reason;
  }
  return new Map(running);
}

function nodeOf(nodes: ReadonlyMap<string, VictoriaMetricsNode>, name: string): VictoriaMetricsNode {
  const node = nodes.get(name);
  if (node === undefined) {
    throw new Error(`no node was started for ${name}`);
  }
  return node;
}

function labelled(rest: string, tenant: string): string {
  const [account, project] = tenant.split(':');
  const separator = rest.includes('?') ? '&' : '?';
  return `${rest}${separator}extra_label=vm_account_id=${account}&extra_label=vm_project_id=${project}`;
}

/** Streams a request to every target; the first one's answer is the answer, unless another one fails. */
function forward(request: IncomingMessage, response: ServerResponse, targets: readonly string[]): void {
  const fail = (why: string) => {
    if (!response.headersSent) {
      response.writeHead(502, { 'content-type': 'text/plain' });
    }
    response.end(`${why}\n`);
  };
  const answers = targets.map(
    (target) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const body = new PassThrough();
        const headers = { ...request.headers, host: new URL(target).host };
        const outgoing = httpRequest(target, { method: request.method, headers }, resolve).on('error', reject);
        response.on('close', () => outgoing.destroy());
        request.pipe(body);
        pipeline(body, outgoing, () => {});
      })
  );
  Promise.all(answers).then(
    ([first, ...others]) => {
      const refusing = others.find((answer) => (answer.statusCode ?? 500) >= 400) ?? first;
      if (refusing === undefined) {
        fail('no node answered');
        return;
      }
      [first, ...others].filter((answer) => answer !== refusing).forEach((answer) => answer?.resume());
      response.writeHead(refusing.statusCode ?? 502, refusing.headers);
      pipeline(refusing, response, () => {});
    },
    (error: unknown) => fail(`a node behind the cluster's stand-in failed: ${String(error)}`)
  );
}

function answerOther(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (request.url === '/health') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('OK');
    return;
  }
  response
    .writeHead(400, { 'content-type': 'text/plain' })
    .end(
      `unsupported path requested: ${JSON.stringify(request.url)}; the cluster's stand-in knows /select/T/prometheus/… and\n` +
        '/insert/T/prometheus/… for the tenants it was started with\n'
    );
}
