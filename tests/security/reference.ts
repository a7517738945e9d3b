import { Agent, request as httpRequest } from 'node:http';
import type { RecordedRequest } from '../../dev/victoriametrics';
import type { Backends } from './backends';
import { type Exchange, refusalOf } from './exchange';
import { permitOf, type Problem } from './judge';
import { permittedTo } from './senders';

const agent = new Agent({ keepAlive: true });
const OURS = new Set(['extra_label', 'extra_filters[]']);
// What tells about the node itself, what is binary, and what bears other labels when several tenants are asked at once.
const INCOMPARABLE =
  /\/(?:status\/|series\/count|metadata|rules|alerts|functions|vmui|export\/native)|^\/select\/multitenant/;

/**
 * Asks the same question, without any filter, of a node that holds nothing but the sender's series. The two answers must be
 * alike: if they differ, then series that the sender may not see had a part in it, be it in a count, a maximum or an order.
 *
 * @returns undefined where there is nothing to compare
 */
export async function compareWithReference(backends: Backends, exchange: Exchange): Promise<Problem[] | undefined> {
  const [reached] = exchange.reached;
  if (reached === undefined || refusalOf(exchange) !== undefined || exchange.answer.status === 400) {
    return undefined;
  }
  const reference = referenceFor(backends, exchange, reached);
  if (reference === undefined) {
    return undefined;
  }
  const expected = await ask(reference, reached);
  const actual = { status: exchange.answer.status, text: exchange.answer.body.toString('utf8') };
  if ((actual.status === 200) !== (expected.status === 200)) {
    return [
      {
        kind: 'leak',
        what: `${differs} status ${actual.status}, and there ${expected.status} ${expected.text.slice(0, 300)}`,
      },
    ];
  }
  if (actual.status !== 200 || alike(contentOf(actual.text), contentOf(expected.text))) {
    return [];
  }
  return [
    {
      kind: 'leak',
      what: `${differs}\n  here:  ${actual.text.slice(0, 600)}\n  there: ${expected.text.slice(0, 600)}`,
    },
  ];
}

const differs = 'the answer differs from that of a node with only the sender’s series:';

function referenceFor({ references, cluster, world }: Backends, { sender }: Exchange, reached: RecordedRequest) {
  const permit = permitOf(reached, permittedTo(sender, world));
  if (permit?.access !== 'read' || INCOMPARABLE.test(reached.url) || (permit.backend === 'cluster' && cluster.real)) {
    return undefined;
  }
  const visible = permit.owners.toSorted().join();
  return references.find(({ owners }) => owners.toSorted().join() === visible)?.url;
}

function ask(reference: string, { method, url, headers, parameters, body }: RecordedRequest) {
  const [path = ''] = url.replace(/^\/select\/[^/]+/, '').split('?', 1);
  const form = new URLSearchParams(
    parameters.filter(([name]) => !OURS.has(name)).map(([name, value]) => [name, value])
  );
  const inBody = body !== undefined;
  const target = new URL(reference + path);
  const options = {
    agent,
    method,
    host: target.hostname,
    port: target.port,
    path: inBody || form.size === 0 ? path : `${path}?${form.toString()}`,
    headers: inBody ? { 'content-type': headers['content-type'] ?? '' } : {},
  };
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    httpRequest(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
      answer.on('error', reject);
    })
      .on('error', reject)
      .end(inBody ? form.toString() : undefined);
  });
}

/** What counts in an answer: the data of JSON, sorted where its order means nothing; else the sorted lines. */
function contentOf(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    const data = typeof parsed === 'object' && parsed !== null && 'data' in parsed ? parsed.data : parsed;
    return sorted(data);
  } catch {
    return text.split('\n').sort();
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    // Pairs of time and value keep their order.
    return items.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item)) ||
      items.every((item) => typeof item === 'string' && Number.isNaN(Number(item)))
      ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .map(([key, one]) => [key, sorted(one)] as const)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
      )
    : value;
}

const TOLERANCE = 1e-9;

/** Equal, but for the last digits of numbers, which depend on the order of a sum. */
function alike(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => alike(item, b[index]));
  }
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    const [left, right] = [Object.entries(a), Object.entries(b)];
    return left.length === right.length && left.every(([key, value]) => key in b && alike(value, Reflect.get(b, key)));
  }
  const [x, y] = [numberOf(a), numberOf(b)];
  return x !== undefined && y !== undefined
    ? x === y || Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y))
    : a === b;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  return Number.isNaN(number) ? undefined : number;
}
