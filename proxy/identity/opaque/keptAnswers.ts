import { LRUCache } from 'lru-cache';
import type { NotIdentified } from '../identified';
import type { VerifiedToken } from '../verify';

export interface KeptBounds {
  /** The most answers about good tokens, and the most characters of their claims together. */
  good: number;
  characters: number;
  /** The most answers about others: anybody can make them up, so they are counted apart. */
  bad: number;
}

interface Kept<Answer> {
  answer: Answer;
  /** Milliseconds since the epoch. */
  until: number;
}

/** What became of tokens, by their digests; beyond the bounds the least used answers are forgotten. */
export class KeptAnswers {
  readonly #good: LRUCache<string, Kept<VerifiedToken>>;
  readonly #bad: LRUCache<string, Kept<NotIdentified>>;

  constructor({ good, characters, bad }: KeptBounds) {
    this.#good = new LRUCache({
      max: good,
      maxSize: characters,
      sizeCalculation: ({ answer }) => JSON.stringify(answer.claims).length,
    });
    this.#bad = new LRUCache({ max: bad });
  }

  /** @param now milliseconds since the epoch */
  get(digest: string, now: number): VerifiedToken | NotIdentified | undefined {
    const kept = this.#good.get(digest);
    if (kept !== undefined && now < kept.until) {
      return kept.answer;
    }
    const refused = this.#bad.get(digest);
    return refused !== undefined && now < refused.until ? refused.answer : undefined;
  }

  /** Whether the issuer vouched for this token when it was asked last. */
  wasGood(digest: string): boolean {
    return this.#good.has(digest);
  }

  /** @param until milliseconds since the epoch */
  keep(digest: string, answer: VerifiedToken | NotIdentified, until: number): void {
    if (answer.ok) {
      this.#bad.delete(digest);
      this.#good.set(digest, { answer, until });
      return;
    }
    if (answer.status === 401) {
      this.#good.delete(digest);
    }
    this.#bad.set(digest, { answer, until });
  }

  clear(): void {
    this.#good.clear();
    this.#bad.clear();
  }
}
