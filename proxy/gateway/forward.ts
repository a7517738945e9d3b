import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';
import { ClientLeft } from './clientLeft';
import { Refusal } from './refusal';
import type { UpstreamRequest } from './upstreamRequest';

/** What of the upstream's answer passes on besides its status and body. */
const PASSED_HEADERS = ['content-type', 'content-encoding', 'content-length', 'cache-control', 'retry-after'] as const;

/** Longest wait for the upstream's headers and between two chunks of its body, in milliseconds. */
const UPSTREAM_TIMEOUT = 120_000;

/** A client that takes nothing of its answer for this long is cut off: it would keep a connection upstream. Milliseconds. */
const CLIENT_STALL_TIMEOUT = 30_000;

/** Connections to every upstream, kept open between requests. */
export class Upstreams {
  readonly #pools = new Map<string, { pool: Pool; basePath: string }>();
  #turn = 0;

  constructor(private readonly stallTimeout = CLIENT_STALL_TIMEOUT) {}

  /**
   * Sends a request upstream and streams the answer back as it comes, both ends at the pace of the slower one.
   *
   * @returns the status of the answer, when its last byte was handed to the connection; when the client leaves early, the upstream request
   *   is aborted
   * @throws Refusal 502 or 504 while nothing was answered yet; after that the answer is cut off, never silently completed
   */
  forward(request: UpstreamRequest, response: ServerResponse): Promise<number> {
    const { pool, basePath } = this.#next(request.origins);
    return new Promise((resolve, reject) => {
      pool.dispatch(
        {
          method: request.method,
          path: basePath + request.path,
          headers: request.headers,
          body: request.body,
          headersTimeout: UPSTREAM_TIMEOUT,
          bodyTimeout: UPSTREAM_TIMEOUT,
        },
        new AnswerStream(response, this.stallTimeout, resolve, reject)
      );
    });
  }

  /** Waits for running requests and closes every connection. */
  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(({ pool }) => pool.close()));
  }

  /** Takes a backend's URLs in turn. */
  #next(origins: readonly string[]): { pool: Pool; basePath: string } {
    this.#turn = (this.#turn + 1) % 0x7fff_ffff;
    const origin = origins[this.#turn % origins.length] ?? '';
    let upstream = this.#pools.get(origin);
    if (upstream === undefined) {
      const url = new URL(origin);
      const pool = new Pool(url.origin, { connections: 1024, connectTimeout: 5_000 });
      upstream = { pool, basePath: url.pathname === '/' ? '' : url.pathname };
      this.#pools.set(origin, upstream);
    }
    return upstream;
  }
}

/** Passes one answer from undici to the client. */
class AnswerStream implements Dispatcher.DispatchHandler {
  #status = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #stalled: NodeJS.Timeout | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly stallTimeout: number,
    private readonly resolve: (status: number) => void,
    private readonly reject: (reason: Error) => void
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.response.destroyed) {
      controller.abort(new ClientLeft());
      return;
    }
    this.response.once('close', this.#onClose);
    this.response.on('drain', this.#onDrain);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) {
      return;
    }
    const problem = answerProblem(status);
    if (problem !== undefined) {
      controller.abort(problem);
      return;
    }
    this.#status = status;
    for (const name of PASSED_HEADERS) {
      const value = headers[name];
      if (value !== undefined) {
        this.response.setHeader(name, value);
      }
    }
    this.response.setHeader('X-Content-Type-Options', 'nosniff');
    this.response.writeHead(status);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.response.write(chunk)) {
      controller.pause();
      this.#stalled ??= setTimeout(() => this.response.destroy(), this.stallTimeout);
    }
  }

  onResponseEnd(): void {
    this.#detach();
    this.response.end();
    this.resolve(this.#status);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#detach();
    if (this.response.headersSent) {
      this.response.destroy();
    }
    this.reject(error instanceof Refusal || error instanceof ClientLeft ? error : upstreamRefusal(error));
  }

  readonly #onClose = (): void => this.#controller?.abort(new ClientLeft());
  readonly #onDrain = (): void => {
    this.#clearStall();
    this.#controller?.resume();
  };

  #clearStall(): void {
    clearTimeout(this.#stalled);
    this.#stalled = undefined;
  }

  #detach(): void {
    this.#clearStall();
    this.response.off('close', this.#onClose);
    this.response.off('drain', this.#onDrain);
  }
}

/** Redirects are not followed, and an upstream that wants credentials is the operator's concern, not the client's. */
function answerProblem(status: number): Refusal | undefined {
  if (status >= 300 && status < 400) {
    return new Refusal(
      502,
      'unavailable',
      'upstream-redirect',
      'the backend answered with a redirect, which is not followed'
    );
  }
  if (status === 401 || status === 403 || status === 407) {
    return new Refusal(
      502,
      'unavailable',
      'upstream-unauthorized',
      `the backend does not let Gatehouse in (status ${status})`
    );
  }
  return undefined;
}

function upstreamRefusal(error: Error): Refusal {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new Refusal(504, 'timeout', 'upstream-timeout', 'the backend did not answer in time');
  }
  const refusal = new Refusal(502, 'unavailable', 'upstream-unreachable', 'the backend could not be reached');
  refusal.cause = error;
  return refusal;
}
