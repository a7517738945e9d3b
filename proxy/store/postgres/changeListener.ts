import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { clientOptions } from './clientOptions';
import type { PostgresConfig } from './postgresConfig';

/** What is told to others when something changes that they must hear of at once. */
export const CHANGED_CHANNEL = 'gatehouse_changed';

/** How often the server is asked whether it is still there, in milliseconds, and how long it may take to answer. */
const PROBE_INTERVAL = 5_000;
const PROBE_TIMEOUT = 4_000;

/** Pauses between attempts to connect, in milliseconds: the first one, and the longest. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/** Listens for changes on a connection of its own, and connects again when that is lost. */
export class ChangeListener {
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;

  /** @param onChanged called after each change that is heard of, and whenever some may have been missed */
  constructor(
    private readonly config: PostgresConfig,
    private readonly onChanged: () => void
  ) {
    this.#done = this.#listenUntilClosed();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#done;
  }

  async #listenUntilClosed(): Promise<void> {
    const { signal } = this.#closing;
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      const began = Date.now();
      // Why it failed is said by whoever looks into the store, soon.
      await this.#listen().catch(() => undefined);
      pause = Date.now() - began > LONGEST_PAUSE ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
      await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Listens as long as the connection lasts. */
  async #listen(): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, lost.signal]);
    const sockets = new Set<Socket>();
    const cut = () => sockets.forEach((socket) => socket.destroy());
    const client = new Client({ ...(await clientOptions(this.config, sockets)), query_timeout: PROBE_TIMEOUT });
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    client.on('notification', () => this.onChanged());
    signal.addEventListener('abort', cut, { once: true });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANGED_CHANNEL}`);
      this.onChanged();
      while (!signal.aborted) {
        await sleep(PROBE_INTERVAL, undefined, { signal, ref: false });
        await client.query('SELECT 1');
      }
    } finally {
      signal.removeEventListener('abort', cut);
      cut();
    }
  }
}
