import type { Sender } from '../senders';

/** Who wrote a sample, and in which case. */
export interface Entry {
  writer: Sender;
  what: string;
}

/**
 * Gives every written sample a value of its own. Labels may be changed on the way, hostile ones most of all; the value tells
 * who wrote the sample wherever it ends.
 */
export class Ledger {
  readonly #entries = new Map<number, Entry>();

  /** @returns a value that no other sample has, and that survives every format: a whole number */
  next(writer: Sender, what: string): number {
    const value = this.nextValue;
    this.#entries.set(value, { writer, what });
    return value;
  }

  /** What `next` gives the next time. */
  get nextValue(): number {
    return FIRST_VALUE + this.#entries.size;
  }

  of(value: number): Entry | undefined {
    return this.#entries.get(value);
  }
}

// Larger than every value of the marked series.
export const FIRST_VALUE = 100_000_000_000_000;
