/** Time between two checks of an origin that is down, and how long one is passed over after it was in trouble. Milliseconds. */
const INTERVAL = 1_000;

/** Whether an origin takes requests. While it is down, it is checked in the background. Times are `performance.now()`. */
export class OriginHealth {
  #failedAt: number | undefined;
  #troubledUntil = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param check whether the origin answers */
  constructor(private readonly check: () => Promise<boolean>) {}

  /** When it failed last, while it is down. */
  get failedAt(): number | undefined {
    return this.#failedAt;
  }

  isTroubled(now: number): boolean {
    return now < this.#troubledUntil;
  }

  trouble(now: number): void {
    this.#troubledUntil = now + INTERVAL;
  }

  /**
   * @param onBack called once, when a check succeeds
   * @returns true when it was up before
   */
  down(now: number, onBack: () => void): boolean {
    const changes = this.#failedAt === undefined;
    this.#failedAt = now;
    if (changes) {
      this.#watch(INTERVAL, onBack);
    }
    return changes;
  }

  /** @returns true when it was down before */
  up(): boolean {
    const changes = this.#failedAt !== undefined;
    this.#failedAt = undefined;
    this.#troubledUntil = -Infinity;
    clearTimeout(this.#timer);
    return changes;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #watch(wait: number, onBack: () => void): void {
    if (this.#closed) {
      return;
    }
    const watched = setTimeout(async () => {
      const startedAt = performance.now();
      const answers = await this.check();
      if (this.#timer !== watched || this.#failedAt === undefined) {
        return;
      }
      if (answers) {
        onBack();
      } else {
        this.#watch(Math.max(0, INTERVAL - (performance.now() - startedAt)), onBack);
      }
    }, wait).unref();
    this.#timer = watched;
  }
}
