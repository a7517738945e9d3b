export interface GateBounds {
  /** How many may be inside at a time. */
  inside: number;
  /** How many may wait, of each kind. */
  waiting: number;
  /** How long one waits at most, in milliseconds. */
  patience: number;
}

interface Waiter {
  decide(admitted: boolean): void;
  timer: NodeJS.Timeout;
}

/**
 * Lets a bounded number in at a time; others wait for a bounded time. Whoever is known goes before strangers, so that a crowd of
 * strangers keeps out only strangers.
 */
export class Gate {
  #inside = 0;
  #closed = false;
  readonly #known = new Set<Waiter>();
  readonly #strangers = new Set<Waiter>();

  constructor(private readonly bounds: GateBounds) {}

  /** @returns whether the way is free; whoever got in has to `leave` once */
  enter(known: boolean): Promise<boolean> {
    if (!this.#closed && this.#inside < this.bounds.inside) {
      this.#inside += 1;
      return Promise.resolve(true);
    }
    const queue = known ? this.#known : this.#strangers;
    if (this.#closed || queue.size >= this.bounds.waiting) {
      return Promise.resolve(false);
    }
    return new Promise((resolve) => {
      const waiter: Waiter = {
        decide: (admitted) => {
          clearTimeout(waiter.timer);
          queue.delete(waiter);
          resolve(admitted);
        },
        timer: setTimeout(() => waiter.decide(false), this.bounds.patience),
      };
      queue.add(waiter);
    });
  }

  leave(): void {
    const [next] = [...firstOf(this.#known), ...firstOf(this.#strangers)];
    if (next === undefined) {
      this.#inside -= 1;
    } else {
      next.decide(true);
    }
  }

  /** Sends away whoever waits, and whoever comes from now on. */
  close(): void {
    this.#closed = true;
    [...this.#known, ...this.#strangers].forEach((waiter) => waiter.decide(false));
  }
}

function firstOf(queue: ReadonlySet<Waiter>): Waiter[] {
  const { value } = queue.values().next();
  return value === undefined ? [] : [value];
}
