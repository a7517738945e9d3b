import { buildConnector, Client, type Dispatcher, Pool } from 'undici';
import { OriginHealth } from './originHealth';
import { Tap } from './tap';

/** A connection upstream. */
export interface Connection {
  /** How many requests were answered on it. */
  answers: number;
  /** Holds back what comes from the upstream, or lets it flow again. */
  readonly tap: Pick<Tap, 'close' | 'open'>;
}

/** Who is told how an origin is doing. */
export interface OriginObserver {
  known(url: string): void;
  down(url: string, cause: string): void;
  up(url: string): void;
  result(url: string, result: string): void;
}

/** Longest time for a connection, so that another origin is asked in time. Milliseconds. */
const CONNECT_TIMEOUT = 2_000;
/** Longest time for the answer to a check. Milliseconds. */
const CHECK_TIMEOUT = 1_000;

interface ConnectionWatcher {
  onConnection: (connection: Connection) => void;
}

type Sent = Pick<Dispatcher.DispatchOptions, 'method' | 'path' | 'headers' | 'body'>;

/** One URL of a backend: the connections to it, how much it has to do, and whether it takes any. */
export class Origin {
  /** Requests under way. */
  running = 0;
  readonly health: OriginHealth;
  readonly #pool: Pool;
  readonly #basePath: string;

  /** @param healthPath what to ask while it is down, below the URL */
  constructor(
    readonly url: string,
    private readonly healthPath: string,
    private readonly observer: OriginObserver
  ) {
    const { origin, pathname } = new URL(url);
    this.#basePath = pathname === '/' ? '' : pathname;
    const connect = buildConnector({ timeout: CONNECT_TIMEOUT });
    this.#pool = new Pool(origin, {
      connections: 1024,
      factory: (of, options) => new CountingClient(of, options, new Tap(connect)),
    });
    this.health = new OriginHealth(() => this.#check());
    observer.known(url);
  }

  /**
   * Sends a request below the URL. Time limits are the caller's.
   *
   * @param onConnection told which connection the request is going to have, before it starts
   */
  send(request: Sent, handler: Dispatcher.DispatchHandler, onConnection: (connection: Connection) => void): void {
    const options: Dispatcher.DispatchOptions & ConnectionWatcher = {
      method: request.method,
      path: this.#basePath + request.path,
      headers: request.headers,
      body: request.body,
      headersTimeout: 0,
      bodyTimeout: 0,
      onConnection,
    };
    this.#pool.dispatch(options, handler);
  }

  /** It has answered. */
  answers(): void {
    if (this.health.up()) {
      this.observer.up(this.url);
    }
  }

  /** There is no connection to it: it is left alone until a check succeeds. */
  isDown(cause: string): void {
    if (this.health.down(performance.now(), () => this.answers())) {
      this.observer.down(this.url, cause);
    }
  }

  /** It has answered, but could not do its work: others come first for a moment. */
  isInTrouble(): void {
    this.health.trouble(performance.now());
  }

  count(result: string): void {
    this.observer.result(this.url, result);
  }

  /** Waits for running requests and closes every connection. */
  async close(): Promise<void> {
    this.health.close();
    await this.#pool.close();
  }

  /** Whatever it answers, it answers; only a server's own fault counts as none. */
  async #check(): Promise<boolean> {
    try {
      const { statusCode, body } = await this.#pool.request({
        method: 'GET',
        path: this.#basePath + this.healthPath,
        headers: { 'user-agent': 'gatehouse-check' },
        signal: AbortSignal.timeout(CHECK_TIMEOUT),
        reset: true,
        // undici holds nothing back of what is thrown away below; see `Tap`.
        highWaterMark: 1024 * 1024,
      });
      await body.dump();
      return statusCode < 500;
    } catch {
      return false;
    }
  }
}

/** A pool's client has one connection at a time, and one request on it. */
class CountingClient extends Client implements Connection {
  answers = 0;

  constructor(
    origin: URL,
    options: object,
    readonly tap: Tap
  ) {
    super(origin, { ...options, connect: tap.connect });
    this.on('connect', () => {
      this.answers = 0;
    });
  }

  override dispatch(
    options: Dispatcher.DispatchOptions & Partial<ConnectionWatcher>,
    handler: Dispatcher.DispatchHandler
  ): boolean {
    options.onConnection?.(this);
    return super.dispatch(options, handler);
  }
}
