import { LRUCache } from 'lru-cache';

/** As many refusals that are alike are kept one by one in this time, in milliseconds; the others are counted. */
const ALIKE = 10;
const WINDOW = 60_000;

/** As many refusals of all kinds are kept one by one in a second, and at once when none came for a while. */
export interface SamplerRoom {
  perSecond: number;
  burst: number;
}

/** As many kinds are told apart. */
const MOST_KINDS = 10_000;

interface Kind {
  /** When its time began, in milliseconds since the epoch. */
  since: number;
  kept: number;
  /** The number of the last one that was kept. */
  lastKept: string;
}

/** `kept` when it is to be kept by itself; else the number of the one that it counts with, if there is such a one. */
export type Sampled = { kept: true } | { kept: false; like: string | undefined };

/** Decides which refusals are kept one by one, so that somebody who is refused a million times fills no disk. */
export class RefusalSampler {
  readonly #kinds = new LRUCache<string, Kind>({ max: MOST_KINDS });
  #room: number;
  #filledAt = 0;

  constructor(private readonly room: SamplerRoom) {
    this.#room = room.burst;
  }

  /**
   * @param kind the same for refusals that are alike
   * @param now milliseconds since the epoch
   */
  sample(kind: string, requestId: string, now: number): Sampled {
    const known = this.#kinds.get(kind);
    const current = known !== undefined && now - known.since < WINDOW ? known : undefined;
    if ((current !== undefined && current.kept >= ALIKE) || !this.#hasRoom(now)) {
      return { kept: false, like: current?.lastKept };
    }
    this.#room -= 1;
    if (current === undefined) {
      this.#kinds.set(kind, { since: now, kept: 1, lastKept: requestId });
    } else {
      current.kept += 1;
      current.lastKept = requestId;
    }
    return { kept: true };
  }

  #hasRoom(now: number): boolean {
    const passed = Math.max(0, now - this.#filledAt) / 1000;
    this.#room = Math.min(this.room.burst, this.#room + passed * this.room.perSecond);
    this.#filledAt = now;
    return this.#room >= 1;
  }
}
