import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../processes/listen';
import { type RecordedRequest, startRecorder } from '../victoriametrics';
import { type Answered, type Route, ROUTES } from './routes';
import { readTenantIds } from './tenantIds';

export interface Mimir {
  /** The root; queries are below `/prometheus`, writes at `/api/v1/push` and `/otlp/v1/metrics`. */
  url: string;
  /** Every request that reached it, in order, but for the proxy's own checks. Tests may empty it. */
  requests: RecordedRequest[];
  /** What the proxy asked for by itself. */
  checks: RecordedRequest[];
  /** Whether it is a real Mimir, or the stand-in. */
  real: boolean;
  close(): Promise<void>;
}

/**
 * Starts what tests use for Mimir: the one that GATEHOUSE_TEST_MIMIR_URL names, else a stand-in, because neither Debian nor npm brings a
 * Mimir. The stand-in keeps no samples. It checks what Mimir would check (paths, methods, tenants, content types of writes) and
 * answers in Mimir's shapes with one series for each tenant that was asked, so that a test sees whose data would have been read.
 *
 * Where a real one differs:
 * - Tenant federation is off by default there, and then `a|b` is refused with 422; here it is on, without a bound.
 * - Queries are not parsed and bodies not decoded here; there both may be refused.
 * - An empty tenant id, and one with a colon, are refused here (see `readTenantIds`).
 */
export async function startMimir(env = process.env): Promise<Mimir> {
  const { GATEHOUSE_TEST_MIMIR_URL: given = '' } = env;
  const standIn = given === '' ? await listen(createServer(serve)) : undefined;
  const recorder = await startRecorder(standIn?.url ?? given);
  return {
    url: recorder.url,
    requests: recorder.requests,
    checks: recorder.checks,
    real: standIn === undefined,
    close: async () => {
      await recorder.close();
      await standIn?.close();
    },
  };
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.once('end', () => send(response, answerTo(request)));
}

function answerTo({ method = '', url = '/', headers }: IncomingMessage): Answered {
  const path = url.split('?', 1)[0] ?? '';
  const candidates = ROUTES.filter((route) => route.path.test(path));
  const found = candidates.find(({ methods }) => methods.includes(method));
  if (found === undefined) {
    return candidates.length === 0 ? { status: 404, text: '404 page not found\n' } : { status: 405, text: '' };
  }
  const part = found.path.exec(path)?.[1] ?? '';
  const header = headers['x-scope-orgid'];
  return found.tenants === 'none'
    ? found.answer({ part, ids: [], headers })
    : answerTenants(found, part, headers, typeof header === 'string' ? header : undefined);
}

function answerTenants(
  found: Route,
  part: string,
  headers: IncomingMessage['headers'],
  header: string | undefined
): Answered {
  const tenants = readTenantIds(header);
  if ('problem' in tenants) {
    return { status: 401, text: `${tenants.problem}\n` };
  }
  if (found.tenants === 'one' && tenants.ids.length > 1) {
    return { status: 500, text: 'multiple org IDs present\n' };
  }
  return found.answer({ part, ids: tenants.ids, headers });
}

function send(response: ServerResponse, answered: Answered): void {
  const { status = 200, headers = {} } = answered;
  const [type, body] =
    'data' in answered
      ? ['application/json', JSON.stringify({ status: 'success', data: answered.data })]
      : ['text/plain; charset=utf-8', answered.text];
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}
