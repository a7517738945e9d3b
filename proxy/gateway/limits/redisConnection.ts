import { Redis } from 'ioredis';

/** Longest time for one command, in milliseconds. A request sends at most two rounds of them. */
const COMMAND_TIMEOUT = 120;

/** How often a Redis that does not serve is tried again, in milliseconds. */
const PROBE_INTERVAL = 1000;

export interface RedisAddress {
  /** `redis://` or `rediss://`, perhaps with a user's name and password. */
  url: string;
  password: string | undefined;
}

/** Told once at each change, and once at start. */
export interface RedisObserver {
  available: () => void;
  /** @param cause without secrets */
  unavailable: (cause: string) => void;
}

/**
 * A connection to Redis that nobody waits for: it is usable or not, and whoever finds that it is not does without. Commands
 * neither queue up while it is away nor run a second time when it is back.
 */
export class RedisConnection {
  readonly client: Redis;
  #usable: boolean | undefined;
  #probe: NodeJS.Timeout | undefined;
  #closed = false;

  /**
   * @param tryOut runs a command as the owner needs it; the connection is usable once it has worked
   * @param isBack called each time the connection becomes usable
   */
  constructor(
    { url, password }: RedisAddress,
    private readonly observer: RedisObserver,
    private readonly tryOut: (client: Redis) => Promise<unknown>,
    private readonly isBack: () => void
  ) {
    this.client = new Redis(url, {
      ...(password === undefined ? {} : { password }),
      connectionName: 'gatehouse',
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT,
      // Runs to its end even when nothing is connected, and keeps the process alive meanwhile.
      disconnectTimeout: COMMAND_TIMEOUT,
      retryStrategy: () => PROBE_INTERVAL / 2,
    });
    this.client.on('error', (error) => this.failed(error));
    this.client.on('close', () => this.failed(new Error('the connection was closed')));
    this.client.on('ready', () => void this.#tryAgain());
  }

  /** True while commands may be sent. */
  get usable(): boolean {
    return this.#usable === true;
  }

  /** Says that a command failed. Until one works again, none is sent. */
  failed(error: unknown): void {
    if (this.#closed) {
      return;
    }
    if (this.#usable !== false) {
      this.#usable = false;
      this.observer.unavailable(error instanceof Error ? error.message : String(error));
    }
    this.#probe ??= setTimeout(() => {
      this.#probe = undefined;
      void this.#tryAgain();
    }, PROBE_INTERVAL).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#usable = false;
    clearTimeout(this.#probe);
    await this.client.quit().catch(() => {});
    this.client.disconnect();
  }

  async #tryAgain(): Promise<void> {
    try {
      await this.tryOut(this.client);
    } catch (error) {
      this.failed(error);
      return;
    }
    if (!this.#usable && !this.#closed) {
      this.#usable = true;
      this.observer.available();
      this.isBack();
    }
  }
}
