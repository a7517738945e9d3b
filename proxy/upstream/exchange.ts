import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { ClientLeft } from '../gateway/clientLeft';
import { Refusal } from '../gateway/refusal';
import type { UpstreamRequest } from '../gateway/upstreamRequest';
import { bodyStalled, timedOut } from '../gateway/upstreamRefusal';
import { Countdown } from './countdown';
import { Upload } from './upload';

/**
 * One client's request on its way upstream, whichever origin is trying: the body that it sends, the answer that it takes, and
 * what ends it before it is complete.
 */
export class Exchange {
  /** What goes upstream as the body. */
  readonly body: string | Upload | undefined;
  /** Called when the exchange ends early, or when the client takes on after a pause; set by whoever is trying. */
  onEnd: ((why: Error) => void) | undefined;
  onDrain: (() => void) | undefined;

  #ended: Error | undefined;
  #answering = false;
  readonly #source: Readable | undefined;
  readonly #upstreamTime: Countdown;
  readonly #clientTime: Countdown;

  /** @param stallTimeout milliseconds after which a client that sends nothing of its body, or takes nothing of its answer, is cut off */
  constructor(
    readonly request: UpstreamRequest,
    readonly response: ServerResponse,
    stallTimeout: number
  ) {
    this.#upstreamTime = new Countdown(request.timeout, () => this.end(timedOut()));
    this.#clientTime = new Countdown(stallTimeout, this.#onStalled);
    response.once('close', this.#onLeft).on('drain', this.#onDrain);
    if (request.body instanceof Readable) {
      this.#source = request.body;
      this.#source.once('error', this.#onSourceError).once('close', this.#onSourceClose);
      this.body = new Upload(this.#source, this.#onWaiting);
    } else {
      this.body = request.body;
    }
    this.#upstreamTime.start();
    if (this.#source?.errored) {
      this.#onSourceError(this.#source.errored);
    } else if (response.destroyed) {
      this.end(new ClientLeft());
    }
  }

  /** True when it can be tried again elsewhere: nothing changes upstream, and the body is still whole. */
  get repeatable(): boolean {
    return this.request.idempotent && this.#source === undefined;
  }

  /** @throws whatever ended it */
  assertRunning(): void {
    if (this.#ended !== undefined) {
      throw this.#ended;
    }
  }

  /** From here on the upstream's answer counts, no longer what is left of the client's body. */
  answerBegins(): void {
    this.#answering = true;
    this.upstreamIsWaitedFor();
  }

  upstreamIsWaitedFor(): void {
    this.#clientTime.stop();
    if (this.request.bound === 'pause') {
      this.#upstreamTime.start();
    }
  }

  clientIsWaitedFor(): void {
    this.#clientTime.start();
    if (this.request.bound === 'pause') {
      this.#upstreamTime.stop();
    }
  }

  end(why: Error): void {
    if (this.#ended === undefined) {
      this.#ended = why;
      this.onEnd?.(why);
    }
  }

  /** Lets go of the client's connection; what is left of the body is not read. */
  close(): void {
    this.#upstreamTime.stop();
    this.#clientTime.stop();
    this.response.off('close', this.#onLeft).off('drain', this.#onDrain);
    if (this.body instanceof Upload) {
      this.body.destroy();
      this.#source?.off('close', this.#onSourceClose);
    }
  }

  readonly #onLeft = (): void => this.end(new ClientLeft());

  readonly #onDrain = (): void => {
    this.upstreamIsWaitedFor();
    this.onDrain?.();
  };

  readonly #onWaiting = (party: 'client' | 'upstream'): void => {
    if (this.#answering) {
      return;
    }
    if (party === 'client') {
      this.clientIsWaitedFor();
    } else {
      this.upstreamIsWaitedFor();
    }
  };

  readonly #onStalled = (): void => {
    if (this.#answering) {
      this.response.destroy();
    } else {
      this.end(bodyStalled());
    }
  };

  readonly #onSourceError = (error: Error): void => this.end(error instanceof Refusal ? error : new ClientLeft());

  readonly #onSourceClose = (): void => {
    if (this.#source?.readableEnded !== true) {
      this.end(new ClientLeft());
    }
  };
}
