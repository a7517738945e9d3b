import { RateLimiterMemory } from 'rate-limiter-flexible';
import { judgeCount, RATE } from './judgeCount';
import { type LimitStore, NEXT_PLACE, type Taken } from './limitStore';
import { Places } from './places';

/** Counts in this process's memory; all is gone with it. */
export class MemoryLimitStore implements LimitStore {
  readonly #requests = new RateLimiterMemory(RATE);
  readonly #places = new Places();

  async countRequest(key: string, most: number): Promise<Taken> {
    return judgeCount(await this.#requests.consume(key), most, () => void this.#requests.reward(key));
  }

  takePlace(key: string, most: number): Promise<Taken> {
    const giveBack = this.#places.take(key, most);
    return Promise.resolve(giveBack === undefined ? NEXT_PLACE : { taken: true, giveBack });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
