import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { judgeCount, RATE } from './judgeCount';
import { type LimitStore, NEXT_PLACE, type Taken } from './limitStore';
import { MemoryLimitStore } from './memoryLimitStore';
import { type PlaceScripts, withPlaceScripts } from './placeScripts';
import { type RedisAddress, RedisConnection, type RedisObserver } from './redisConnection';

const PREFIX = 'gatehouse';

/** Milliseconds after which the places of a replica that was killed are free again. */
const LEASE = 15_000;

/** Places of one key that are renewed by one command. */
const RENEWED_AT_ONCE = 1000;

/**
 * Counts in Redis or Valkey, for all replicas together. While it is away or too slow, each process counts for itself: limits
 * then hold for each replica, and no request waits.
 */
export class RedisLimitStore implements LimitStore {
  readonly #connection: RedisConnection;
  readonly #redis: Redis & PlaceScripts;
  readonly #requests: RateLimiterRedis;
  readonly #alone = new MemoryLimitStore();
  /**
   * All places of this process, by key, also those that Redis does not know of yet. False for a place that Redis is asked for
   * and may refuse.
   */
  readonly #places = new Map<string, Map<string, boolean>>();
  readonly #process = randomUUID();
  #nextPlace = 0;
  readonly #renewal: NodeJS.Timeout;

  /** @param lease milliseconds for which a place is taken without being renewed */
  constructor(
    address: RedisAddress,
    observer: RedisObserver,
    private readonly lease = LEASE
  ) {
    this.#connection = new RedisConnection(
      address,
      observer,
      () => this.#redis.gatehouseTake(`${PREFIX}:probe`, lease, 1, 'probe'),
      () => this.#renew()
    );
    this.#redis = withPlaceScripts(this.#connection.client);
    this.#requests = new RateLimiterRedis({ ...RATE, storeClient: this.#redis, keyPrefix: `${PREFIX}:requests` });
    this.#renewal = setInterval(() => this.#renew(), lease / 3).unref();
  }

  async countRequest(key: string, most: number): Promise<Taken> {
    if (this.#connection.usable) {
      try {
        const giveBack = () => this.#send(() => this.#requests.reward(key));
        return judgeCount(await this.#requests.consume(key), most, giveBack);
      } catch (error) {
        this.#connection.failed(error);
      }
    }
    return this.#alone.countRequest(key, most);
  }

  async takePlace(key: string, most: number): Promise<Taken> {
    const places = this.#places.get(key) ?? new Map<string, boolean>();
    if (places.size >= most) {
      return NEXT_PLACE;
    }
    this.#places.set(key, places);
    const place = `${this.#process}:${this.#nextPlace++}`;
    places.set(place, false);
    if (this.#connection.usable) {
      try {
        if ((await this.#redis.gatehouseTake(keyOfPlaces(key), this.lease, most, place)) === 0) {
          this.#forget(key, place);
          return NEXT_PLACE;
        }
      } catch (error) {
        // Redis may have taken the place all the same; it is given back or renewed like every other one.
        this.#connection.failed(error);
      }
    }
    places.set(place, true);
    return {
      taken: true,
      giveBack: () => {
        this.#forget(key, place);
        this.#send(() => this.#redis.zrem(keyOfPlaces(key), place));
      },
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#renewal);
    await this.#connection.close();
  }

  #forget(key: string, place: string): void {
    const places = this.#places.get(key);
    places?.delete(place);
    if (places?.size === 0) {
      this.#places.delete(key);
    }
  }

  /** Keeps the places of running requests, and tells Redis of those that it does not know. */
  #renew(): void {
    for (const [key, places] of this.#places) {
      const all = [...places].flatMap(([place, held]) => (held ? [place] : []));
      for (let at = 0; at < all.length; at += RENEWED_AT_ONCE) {
        const some = all.slice(at, at + RENEWED_AT_ONCE);
        this.#send(() => this.#redis.gatehouseRenew(keyOfPlaces(key), this.lease, ...some));
      }
    }
  }

  /** Sends what nobody waits for. */
  #send(command: () => Promise<unknown>): void {
    if (this.#connection.usable) {
      command().catch((error: unknown) => this.#connection.failed(error));
    }
  }
}

function keyOfPlaces(key: string): string {
  return `${PREFIX}:places:${key}`;
}
