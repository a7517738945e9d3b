/** Lets one thing happen at a time, in the order of asking. What fails does not hold up what comes after it. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what the work gives, once it had its turn */
  take<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
