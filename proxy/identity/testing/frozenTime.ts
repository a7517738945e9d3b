import type { Later } from '../trust/later';

/** A clock that stands still until a test lets time pass, and what is to be done later by it. */
export class FrozenTime {
  /** Milliseconds since the epoch. */
  at = Date.parse('2026-11-21T12:00:00Z');
  readonly now = () => this.at;
  #planned: Array<{ at: number; task: () => Promise<void> }> = [];

  readonly later: Later = (task, milliseconds) => {
    const plan = { at: this.at + milliseconds, task };
    this.#planned.push(plan);
    return () => {
      this.#planned = this.#planned.filter((other) => other !== plan);
    };
  };

  /** Seconds since the epoch, as tokens have them. */
  get seconds(): number {
    return this.at / 1000;
  }

  /** Lets time pass, and does what falls due on the way, one after the other. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.at + milliseconds;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      const { at, task } = next;
      this.#planned = this.#planned.filter((plan) => plan !== next);
      this.at = at;
      await task();
    }
    this.at = end;
  }

  #next(end: number) {
    return this.#planned.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}
