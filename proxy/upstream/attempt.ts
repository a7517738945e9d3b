import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import { Refusal } from '../gateway/refusal';
import { malformedAnswer, timedOut, unavailable, unreachable, unusable } from '../gateway/upstreamRefusal';
import type { Exchange } from './exchange';
import type { Connection, Origin } from './origin';

/** What of the upstream's answer passes on besides its status and body. */
const PASSED_HEADERS = ['content-type', 'content-encoding', 'content-length', 'cache-control', 'retry-after'] as const;

/** undici's codes of requests that it does not send, whoever is asked. */
const OUR_MISTAKES = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH']);

/** An origin that could not do it; another one might. Nothing went to the client. */
export interface Failure {
  /**
   * - `unreachable`: there was no connection, so nothing was sent;
   * - `lost`: the connection ended before the answer;
   * - `unavailable`: it answered 502, 503 or 504;
   * - `malformed`: what it answered is not HTTP.
   */
  kind: 'unreachable' | 'lost' | 'unavailable' | 'malformed';
  /** True when the connection had served other requests before: its end may have had nothing to do with this one. */
  reused: boolean;
  /** What the client is told when nobody else can do it. */
  refusal: Refusal;
}

export type Outcome = { status: number } | Failure;

/**
 * Sends a request to one origin and streams the answer back as it comes, both ends at the pace of the slower one.
 *
 * @returns the status of the answer, when its last byte was handed to the connection; or why another origin should be asked
 * @throws Refusal, ClientLeft when it is over; an answer that had begun is then cut off, never silently completed
 */
export function attempt(exchange: Exchange, origin: Origin): Promise<Outcome> {
  const { method, path, headers } = exchange.request;
  return new Promise((resolve, reject) => {
    const handler = new AnswerStream(exchange, origin, resolve, reject);
    exchange.onEnd = handler.abandon;
    exchange.onDrain = handler.takeOn;
    origin.send({ method, path, headers, body: exchange.body }, handler, handler.onConnection);
  });
}

class AnswerStream implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #connection: Connection | undefined;
  #reused = false;
  #head: { status: number; headers: ReadonlyArray<[name: string, value: string]> } | undefined;
  #settled = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly origin: Origin,
    private readonly resolve: (outcome: Outcome) => void,
    private readonly reject: (why: Error) => void
  ) {
    origin.running += 1;
  }

  readonly onConnection = (connection: Connection): void => {
    this.#connection = connection;
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#reused = (this.#connection?.answers ?? 0) > 0;
    if (this.#settled) {
      controller.abort(new Error('given up before it was sent'));
    }
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) {
      return;
    }
    if (status === 502 || status === 503 || status === 504) {
      const cause = new Error(`answered with status ${status}`);
      this.#fail('unavailable', unavailable(status, headers['retry-after']), cause);
      controller.abort(cause);
      return;
    }
    const problem = unusable(status);
    const passed = passedHeaders(headers);
    if (passed === undefined || problem?.reason === 'upstream-malformed') {
      const cause = new Error(`answered with status ${status}${passed === undefined ? ' and a repeated header' : ''}`);
      this.#fail('malformed', malformedAnswer(), cause);
      controller.abort(cause);
      return;
    }
    if (problem !== undefined) {
      this.origin.answers();
      this.#giveUp(problem, 'answered');
      return;
    }
    this.#head = { status, headers: passed };
    this.exchange.answerBegins();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) {
      return;
    }
    const { response } = this.exchange;
    this.#writeHead(response);
    if (response.write(chunk)) {
      this.exchange.upstreamIsWaitedFor();
    } else {
      this.#connection?.tap.close();
      this.exchange.clientIsWaitedFor();
    }
  }

  onResponseEnd(): void {
    if (this.#connection !== undefined) {
      this.#connection.answers += 1;
    }
    if (this.#settled || this.#head === undefined) {
      return;
    }
    const { response } = this.exchange;
    this.#writeHead(response);
    // The end of the connection is none of a client that left any more.
    this.exchange.close();
    response.end();
    this.#settle('answered');
    this.origin.answers();
    this.resolve({ status: this.#head.status });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#settled) {
      return;
    }
    const code = codeOf(error);
    if (OUR_MISTAKES.has(code)) {
      this.#giveUp(error, 'abandoned');
    } else if (this.exchange.response.headersSent) {
      this.#giveUp(Object.assign(unreachable(), { cause: error }), 'lost');
    } else if (this.#controller === undefined) {
      this.#fail('unreachable', code === 'UND_ERR_CONNECT_TIMEOUT' ? timedOut() : unreachable(), error);
    } else if (isMalformed(error)) {
      this.#fail('malformed', malformedAnswer(), error);
    } else {
      this.#fail('lost', unreachable(), error);
    }
  }

  /** Ends the attempt from the client's side, or because its time is up. */
  readonly abandon = (why: Error): void =>
    this.#giveUp(why, why instanceof Refusal && why.reason === 'upstream-timeout' ? 'timeout' : 'abandoned');

  readonly takeOn = (): void => this.#connection?.tap.open();

  #writeHead(response: ServerResponse): void {
    if (!response.headersSent && this.#head !== undefined) {
      this.#head.headers.forEach(([name, value]) => response.setHeader(name, value));
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.writeHead(this.#head.status);
    }
  }

  #fail(kind: Failure['kind'], refusal: Refusal, cause?: Error): void {
    this.#settle(kind);
    refusal.cause = cause;
    if (kind === 'unreachable' || (kind === 'lost' && !this.#reused)) {
      this.origin.isDown(messageOf(cause));
    } else if (kind !== 'lost') {
      this.origin.isInTrouble();
    }
    this.resolve({ kind, reused: this.#reused, refusal });
  }

  #giveUp(why: Error, result: string): void {
    if (this.#settled) {
      return;
    }
    this.#settle(result);
    this.#controller?.abort(why);
    if (this.exchange.response.headersSent) {
      this.exchange.response.destroy();
    }
    this.reject(why);
  }

  #settle(result: string): void {
    this.#settled = true;
    this.exchange.onEnd = undefined;
    this.exchange.onDrain = undefined;
    this.#connection?.tap.open();
    this.origin.running -= 1;
    this.origin.count(result);
  }
}

/** @returns undefined when one of them stands there twice */
function passedHeaders(headers: IncomingHttpHeaders): Array<[name: string, value: string]> | undefined {
  const passed: Array<[string, string]> = [];
  for (const name of PASSED_HEADERS) {
    const value: unknown = headers[name];
    if (value === undefined) {
      continue;
    }
    if (typeof value !== 'string') {
      return undefined;
    }
    passed.push([name, value]);
  }
  return passed;
}

function isMalformed(error: Error): boolean {
  return (
    error instanceof errors.HTTPParserError ||
    ['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'].includes(codeOf(error))
  );
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

/** An error of several addresses has a code, but no words. */
function messageOf(error: Error | undefined): string {
  return error === undefined ? '' : error.message || codeOf(error);
}
