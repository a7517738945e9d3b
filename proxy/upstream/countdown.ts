/** Calls back when it was not started anew or stopped for some time. */
export class Countdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    /** Milliseconds. */
    private readonly duration: number,
    private readonly onEnd: () => void
  ) {}

  /** Starts, or starts anew. */
  start(): void {
    if (this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.onEnd();
      }, this.duration);
    } else {
      this.#timer.refresh();
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
