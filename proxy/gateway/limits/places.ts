/** Places that requests take and give back, counted by key in this process. */
export class Places {
  readonly #taken = new Map<string, number>();

  /** @returns what gives the place back, called once; undefined when `most` are taken */
  take(key: string, most: number): (() => void) | undefined {
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= most) {
      return undefined;
    }
    this.#taken.set(key, taken + 1);
    return () => this.#leave(key);
  }

  #leave(key: string): void {
    const left = (this.#taken.get(key) ?? 1) - 1;
    if (left === 0) {
      this.#taken.delete(key);
    } else {
      this.#taken.set(key, left);
    }
  }
}
