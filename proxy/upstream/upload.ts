import { Readable } from 'node:stream';

const HELD_BYTES = 64 * 1024;

/**
 * Passes a client's body on to the upstream request at the pace of the slower one, and tells at each moment which of the two is
 * waited for. The source outlives it: a connection upstream that ends must not take the client's along.
 */
export class Upload extends Readable {
  constructor(
    private readonly source: Readable,
    private readonly waitingFor: (party: 'client' | 'upstream') => void
  ) {
    super({ highWaterMark: HELD_BYTES });
    // Whoever reads from this one hears of the error as well; without a listener it would end the process.
    this.on('error', () => {});
    // Paused first: nothing is taken from the client before there is a connection to pass it on.
    source.pause().on('data', this.#onData).once('end', this.#onEnd);
  }

  override _read(): void {
    if (this.source.readableEnded) {
      this.push(null);
    } else {
      this.waitingFor('client');
      this.source.resume();
    }
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.source.off('data', this.#onData).off('end', this.#onEnd).pause();
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    if (!this.push(chunk)) {
      this.source.pause();
      this.waitingFor('upstream');
    }
  };

  readonly #onEnd = (): void => {
    this.push(null);
    this.waitingFor('upstream');
  };
}
