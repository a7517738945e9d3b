import { Agent, request as httpRequest } from 'node:http';
import type { RecordedRequest } from '../../dev/victoriametrics';
import type { Backends } from './backends';
import { type Exchange, refusalOf } from './exchange';
import { permitOf, type Problem } from './judge';
import { type Permitted, permittedTo } from './senders';

const agent = new Agent({ keepAlive: true });
// What tells about the node itself, what is binary, and what bears other labels when several tenants are asked at once.
const INCOMPARABLE =
  /\/(?:status\/|series\/count|metadata|rules|alerts|functions|vmui|export\/native)|^\/select\/multitenant/;

/**
 * Sends what reached the upstream, as it did, to a node that holds nothing but the sender's series. The two answers must be alike:
 * if they differ, then series that the sender may not see had a part in it, be it in a count, a maximum or an order.
 *
 * Some functions choose among what is equal to them (`any`, `limitk`, a union with duplicates), by the order in which series
 * happen to come. Where the same question is not always answered alike, nothing can be compared.
 *
 * @param again sends the same request once more
 * @returns undefined where there is nothing to compare
 */
export async function compareWithReference(
  backends: Backends,
  exchange: Exchange,
  again: () => Promise<Exchange>
): Promise<Problem[] | undefined> {
  const [reached] = exchange.reached;
  if (reached === undefined || refusalOf(exchange) !== undefined || exchange.answer.status === 400) {
    return undefined;
  }
  const [first, ...others] = referenceFor(backends, exchange, reached) ?? [];
  if (first === undefined) {
    return undefined;
  }
  const actual = answerOf(exchange);
  const expected = await ask(first, reached);
  if (agree(actual, expected)) {
    return [];
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const url of [first, ...others]) {
      if (!agree(expected, await ask(url, reached))) {
        return undefined;
      }
    }
    if (!agree(actual, answerOf(await again()))) {
      return undefined;
    }
  }
  const show = ({ status, text }: Answer) => `${status} ${text.slice(0, 600)}`;
  const what = `the answer differs from that of a node with only the sender’s series:\n  here:  ${show(actual)}\n  there: ${show(expected)}`;
  return [{ kind: 'leak', what }];
}

const ROUNDS = 5;

function answerOf({ answer }: Exchange): Answer {
  return { status: answer.status, text: answer.body.toString('utf8') };
}

interface Answer {
  status: number;
  text: string;
}

function agree(a: Answer, b: Answer): boolean {
  return a.status === 200 && b.status === 200
    ? alike(contentOf(a.text), contentOf(b.text))
    : (a.status === 200) === (b.status === 200);
}

function referenceFor({ references, cluster, world }: Backends, { sender }: Exchange, reached: RecordedRequest) {
  const permit = permitOf(reached, permittedTo(sender, world));
  if (permit?.access !== 'read' || INCOMPARABLE.test(reached.url) || (permit.backend === 'cluster' && cluster.real)) {
    return undefined;
  }
  const view = ({ owners, names = [] }: Pick<Permitted, 'owners' | 'names'>) =>
    JSON.stringify([owners.toSorted(), names.toSorted()]);
  return references.find((reference) => view(reference) === view(permit))?.urls;
}

function ask(reference: string, { method, url, headers, body }: RecordedRequest): Promise<Answer> {
  const type = headers['content-type'];
  const { hostname, port } = new URL(reference);
  const options = {
    agent,
    method,
    hostname,
    port,
    path: url.replace(/^\/select\/[^/]+/, ''),
    headers: type === undefined ? {} : { 'content-type': type },
  };
  return new Promise((resolve, reject) => {
    httpRequest(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
      answer.on('error', reject);
    })
      .on('error', reject)
      .end(body);
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
