import fc from 'fast-check';
import { type Exchange, exchange, refusalOf } from '../exchange';
import { judge, type Problem } from '../judge';
import type { RawConnection } from '../rawConnection';
import { rawRequest } from '../rawRequest';
import { compareWithReference } from '../reference';
import { visibleTo } from '../senders';
import type { Stack } from '../stack';
import { fillFor } from '../fill';
import { ownersIn } from '../world';
import { FORMATS } from '../writes/formats';
import type { Kind } from './kinds';
import type { GeneratedRequest } from './request';

/** What came of the requests of one kind. */
export interface KindResult {
  name: string;
  runs: number;
  /** Answered from upstream with something in it. */
  shown: number;
  /** Answered from upstream, with nothing in it. */
  empty: number;
  /** Refused by VictoriaMetrics. */
  rejected: number;
  refused: number;
  /** Answered alike by a node with nothing but the sender's series. */
  compared: number;
  problems: readonly Problem[];
}

/** A generated request that must not have been answered as it was. */
class Found extends Error {
  constructor(
    readonly problems: readonly Problem[],
    readonly result: Exchange
  ) {
    super(problems.map(({ kind, what }) => `${kind}: ${what}`).join('\n  '));
  }
}

/** Generates requests of one kind and sends them; the first that goes wrong is made as small as possible and printed. */
export async function runKind(
  stack: Stack,
  connection: RawConnection,
  kind: Kind,
  { seed, runs, print }: { seed: number; runs: number; print: (line: string) => void }
): Promise<KindResult> {
  const counts = { runs: 0, shown: 0, empty: 0, rejected: 0, refused: 0, compared: 0 };
  let found: Found | undefined;
  const property = fc.asyncProperty(kind.arbitrary(stack.backends.world.now), async (request) => {
    const result = await send(stack, connection, request, `generated: ${kind.name} ${counts.runs}`);
    const again = () => exchange(stack.backends, connection, result.sender, result.bytes);
    const compared = await compareWithReference(stack.backends, result, again);
    if (found === undefined) {
      count(counts, stack, result, compared !== undefined);
    }
    const problems = [...judge(stack.backends.world, result), ...(compared ?? [])];
    if (problems.length > 0) {
      found = new Found(problems, result);
      throw found;
    }
  });
  const outcome = await fc.check(property, {
    seed,
    numRuns: runs,
    interruptAfterTimeLimit: TIME_LIMIT,
    markInterruptAsFailure: true,
  });
  const problems: Problem[] = [...(found?.problems ?? [])];
  if (found !== undefined) {
    print(`FAILED: a generated request (${kind.name}, ${outcome.numShrinks} times made smaller): ${found.message}`);
    print(printBytes(found.result, stack));
  } else if (outcome.failed) {
    throw new Error(`${kind.name}: ${outcome.interrupted ? 'not done in time' : String(outcome.errorInstance)}`);
  }
  if (
    found === undefined &&
    kind.leastAnswered * counts.runs >= ENOUGH &&
    counts.shown + (kind.countsEmpty ? counts.empty : 0) < kind.leastAnswered * counts.runs
  ) {
    problems.push({
      kind: 'wrong',
      what: `only ${counts.shown} of ${counts.runs} requests were answered with something: the generator proves too little`,
    });
  }
  return { name: kind.name, ...counts, problems };
}

/** A share says little of less. */
const ENOUGH = 20;
const TIME_LIMIT = 180_000;

async function send(
  stack: Stack,
  connection: RawConnection,
  request: GeneratedRequest,
  what: string
): Promise<Exchange> {
  const { backends } = stack;
  const fill = fillFor(backends, request.from, what);
  const format = request.write && FORMATS[request.write.format];
  const body =
    format === undefined || request.write === undefined
      ? (request.body ?? '')
      : format.body({ name: 'planted', labels: request.write.labels, value: fill.value, time: fill.now });
  const bytes = rawRequest({
    line: fill.text(request.line),
    headers: [`Authorization: Bearer ${backends.tokenOf(request.from) ?? ''}`, ...request.headers.map(fill.text)],
    body,
    framing: request.framing,
  });
  const result = await exchange(backends, connection, request.from, bytes);
  if (result.answer.status === 502 || result.answer.status === 504) {
    await backends.checkAlive().catch((error: unknown) => {
      throw new Error(`${String(error)}, after this request:\n${printBytes(result, stack)}`);
    });
  }
  return result;
}

function count(
  counts: { runs: number; shown: number; empty: number; rejected: number; refused: number; compared: number },
  { backends }: Stack,
  result: Exchange,
  compared: boolean
): void {
  const { sender, text, answer, reached } = result;
  counts.runs += 1;
  counts.compared += compared ? 1 : 0;
  if (refusalOf(result) !== undefined || reached.length === 0) {
    counts.refused += 1;
  } else if (answer.status >= 300) {
    counts.rejected += 1;
  } else {
    const [request] = reached;
    const own = visibleTo(sender, request?.url.startsWith('/select/') === true ? 'cluster' : 'single');
    const something =
      ownersIn(backends.world, text).some((owner) => own.includes(owner)) || /"value":\[|"values":\[\[/.test(text);
    counts[something ? 'shown' : 'empty'] += 1;
  }
}

/** The request as it went over the wire, but for the token. */
function printBytes({ bytes, sender }: Exchange, { backends }: Stack): string {
  const text = bytes.toString('latin1').replaceAll(backends.tokenOf(sender) ?? '\0', `<token of ${sender}>`);
  return text
    .replace(/[^\x20-\x7e\r\n]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .slice(0, 4_000);
}
