import type { Backends } from './backends';
import type { Fill, SecurityCase } from './cases/case';
import { type Exchange, exchange, refusalOf } from './exchange';
import { fillFor } from './fill';
import { judge, type Problem } from './judge';
import type { RawConnection, SendOptions } from './rawConnection';
import { rawRequest } from './rawRequest';
import { compareWithReference } from './reference';
import { BACKENDS, visibleTo } from './senders';
import type { Stack } from './stack';
import { ownersIn } from './world';

/** What became of one case. */
export interface CaseResult {
  name: string;
  problems: readonly Problem[];
  exchange: Exchange;
}

/** Every case once for each kind of backend that it leaves open. */
export function perBackend(cases: readonly SecurityCase[]): SecurityCase[] {
  return cases.flatMap((one) => {
    const open = one.request.includes('{backend}') || one.raw !== undefined;
    return open ? BACKENDS.map((backend) => onBackend(one, backend)) : [one];
  });
}

function onBackend(one: SecurityCase, backend: string): SecurityCase {
  const put = (text: string) => text.replaceAll('{backend}', backend);
  const { raw } = one;
  return {
    ...one,
    name: `${one.name} (${backend})`,
    request: put(one.request),
    ...(raw === undefined ? {} : { raw: (authorization: string) => put(raw(authorization)) }),
  };
}

/** Sends a case and finds what is wrong with what came of it. */
export async function runCase({ backends }: Stack, connection: RawConnection, one: SecurityCase): Promise<CaseResult> {
  const fill = fillFor(backends, one.from, one.name);
  const { bytes, options } = written(backends, one, fill);
  if (one.raw !== undefined || one.anew === true) {
    // On a fresh connection: one that was used before would send it again when it is closed without an answer.
    connection.close();
  }
  const send = () => exchange(backends, connection, one.from, bytes, options);
  const result = await send();
  const problems = [
    ...judge(backends.world, result),
    ...unexpected(backends, one, result),
    ...((await compareWithReference(backends, result, send)) ?? []),
  ];
  return { name: one.name, problems, exchange: result };
}

function written({ tokenOf }: Backends, one: SecurityCase, fill: Fill): { bytes: Buffer; options: SendOptions } {
  const token = tokenOf(one.from);
  const authorization = token === undefined ? [] : [`Authorization: Bearer ${token}`];
  if (one.raw !== undefined) {
    const text = fill.text(one.raw(authorization.join('')));
    // Whoever has no token has no line for it either.
    return { bytes: Buffer.from(text.replace('\r\n\r\n\r\n', '\r\n\r\n'), 'latin1'), options: { timeout: 3_000 } };
  }
  const line = fill.text(one.request);
  const filled = typeof one.body === 'function' ? one.body(fill) : (one.body ?? '');
  const body = typeof filled === 'string' ? fill.text(filled) : filled;
  const headers = [...authorization, ...(one.headers ?? []).map(fill.text)];
  const options = { bodiless: /^HEAD /i.test(line) };
  if (one.framing === 'continue') {
    const rest = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
    const head = rawRequest({ line, headers: [...headers, 'Expect: 100-continue', `Content-Length: ${rest.length}`] });
    return { bytes: head, options: { ...options, afterContinue: rest } };
  }
  return { bytes: rawRequest({ line, headers, body, framing: one.framing ?? 'length' }), options };
}

function unexpected({ world }: Backends, { expect, from }: SecurityCase, result: Exchange): Problem[] {
  const { answer, text, reached } = result;
  const reason = refusalOf(result);
  const wrong = (what: string): Problem[] => [
    { kind: 'wrong', what: `${what}; it gave ${answer.status} ${reason ?? ''} ${text.slice(0, 500)}` },
  ];
  switch (expect.kind) {
    case 'anything':
      return [];
    case 'refused':
      return (expect.status === 0 || answer.status === expect.status) &&
        reason !== undefined &&
        ((reason !== 'closed' && expect.early !== true) || reached.length === 0) &&
        (expect.reason === undefined || reason === expect.reason)
        ? []
        : wrong(`must be refused with ${expect.status} ${expect.reason ?? ''}`);
    case 'own':
      return answer.status === 200 &&
        reached.length === 0 &&
        (expect.data === undefined || text === JSON.stringify({ status: 'success', data: expect.data }))
        ? []
        : wrong(`must be the gateway’s own answer ${JSON.stringify(expect.data ?? {})}, without asking upstream`);
    case 'answered': {
      const visible = new Set(BACKENDS.flatMap((backend) => visibleTo(from, backend)));
      const shows = ownersIn(world, text).some((owner) => visible.has(owner));
      return answer.status === expect.status && reached.length === 1 && (!expect.shown || shows)
        ? []
        : wrong(`must be answered with ${expect.status}${expect.shown ? ' and something of the sender’s own' : ''}`);
    }
    case 'written':
      return reason === undefined && reached.length === 1 && (expect.upstream === 'any' || isSuccess(answer.status))
        ? []
        : wrong(`must go upstream${expect.upstream === 'taken' ? ' and be taken' : ''}`);
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
