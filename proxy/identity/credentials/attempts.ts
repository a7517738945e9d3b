import { LRUCache } from 'lru-cache';
import type { Logger } from '../../telemetry/logger';
import type { Metrics } from '../../telemetry/metrics';
import { type NotIdentified, notIdentified } from '../identified';
import { addressGroup } from './addressGroup';

/** The connection of whoever tries; a socket is one. */
export interface Client {
  readonly remoteAddress?: string;
  readonly destroyed: boolean;
  once(event: 'close', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
}

/** Slows down whoever tries out credentials. Whoever brings a good one never comes here. */
export interface Attempts {
  /**
   * Waits before a failed attempt is answered, the longer the more of them came from there.
   *
   * @returns what to answer: the refusal of the attempt, or another one when too many answers wait already
   */
  failed(client: Client, refused: NotIdentified): Promise<NotIdentified>;
  /** Answers at once what waits and whatever comes later. */
  close(): void;
}

export interface AttemptsParts {
  metrics: Pick<Metrics, 'failedCredentials'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Failed attempts count for this long, in milliseconds. */
const WINDOW = 60_000;
/** So many in the window are answered at once: somebody has mixed up two credentials. */
const FREE = 4;
const FIRST_DELAY = 250;
const LONGEST_DELAY = 5_000;
/** How many attempts tell the longest delay from the one before it. */
const REMEMBERED = FREE + 1 + Math.ceil(Math.log2(LONGEST_DELAY / FIRST_DELAY));

/** So many addresses are remembered, those seen last. */
const MOST_ADDRESSES = 10_000;
/** So many answers wait at a time: each is a connection that stays open. */
const MOST_WAITING = 256;
const MOST_WAITING_OF_ONE = 16;

interface Trier {
  /** When the latest attempts failed, `REMEMBERED` at most. */
  failures: number[];
  waiting: number;
  warnedAt: number;
  /** Failed attempts since the last warning. */
  unwarned: number;
}

/** Makes what slows attempts down, for all connections of this process. */
export function createAttempts({ metrics, logger, now }: AttemptsParts): Attempts {
  const triers = new LRUCache<string, Trier>({ max: MOST_ADDRESSES });
  const waiting = new Set<() => void>();
  let closed = false;

  function count(address: string, { reason }: NotIdentified): { trier: Trier; delay: number } {
    const at = now();
    const trier = triers.get(address) ?? { failures: [], waiting: 0, warnedAt: -Infinity, unwarned: 0 };
    triers.set(address, trier);
    trier.failures = [...trier.failures.filter((failure) => failure > at - WINDOW), at].slice(-REMEMBERED);
    trier.unwarned += 1;
    const beyond = trier.failures.length - FREE;
    if (beyond > 0 && trier.warnedAt <= at - WINDOW) {
      logger.warn(
        { event: 'credential-attempts', address, attempts: trier.unwarned, reason },
        'failed attempts with credentials are slowed down'
      );
      trier.warnedAt = at;
      trier.unwarned = 0;
    }
    return { trier, delay: beyond > 0 ? Math.min(FIRST_DELAY * 2 ** (beyond - 1), LONGEST_DELAY) : 0 };
  }

  /** Resolves after the delay, when the client leaves, or when everything ends. */
  function wait(client: Client, delay: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        client.off('close', end);
        waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, delay).unref();
      client.once('close', end);
      waiting.add(end);
    });
  }

  return {
    failed: async (client, refused) => {
      const { trier, delay } = count(addressGroup(client.remoteAddress ?? ''), refused);
      if (delay === 0 || closed || client.destroyed) {
        metrics.failedCredentials.inc({ answered: 'at-once' });
        return refused;
      }
      if (waiting.size >= MOST_WAITING || trier.waiting >= MOST_WAITING_OF_ONE) {
        metrics.failedCredentials.inc({ answered: 'too-many' });
        return tooMany(refused);
      }
      metrics.failedCredentials.inc({ answered: 'delayed' });
      trier.waiting += 1;
      await wait(client, delay);
      trier.waiting -= 1;
      return refused;
    },
    close: () => {
      closed = true;
      waiting.forEach((end) => end());
    },
  };
}

function tooMany({ reason, message }: NotIdentified): NotIdentified {
  return notIdentified(
    'credential-attempts',
    `too many failed attempts at a time; this one: ${reason}, ${message}`,
    'credential-attempts'
  );
}
