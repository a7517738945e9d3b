import type { Logger } from '../../telemetry/logger';

/** A change of mind is logged at most this often, in milliseconds: a token that the endpoint cannot digest may be anybody's. */
const ANNOUNCEMENT_INTERVAL = 60_000;

/** How an endpoint for opaque tokens is doing. */
export interface OpaqueState {
  by: 'introspection' | 'userinfo';
  /** `unasked`: there was no token to ask about yet; `failing`: the last question was not answered. */
  state: 'unasked' | 'ready' | 'failing';
  /** What the last question ran into. */
  error?: string;
}

export interface EndpointHealthParts {
  issuer: string;
  by: OpaqueState['by'];
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Remembers how questions about opaque tokens went, and logs when they begin to fail and when they are answered again. */
export class EndpointHealth {
  #state: OpaqueState['state'] = 'unasked';
  #error: string | undefined;
  /** Whether the log says that the endpoint fails. */
  #announced = false;
  #announcedAt = -Infinity;

  constructor(private readonly parts: EndpointHealthParts) {}

  answered(): void {
    const { issuer, by, logger } = this.parts;
    this.#state = 'ready';
    this.#error = undefined;
    if (this.#announced) {
      this.#announced = false;
      logger.info({ event: 'introspection-recovered', issuer, by }, 'the issuer answers about opaque tokens again');
    }
  }

  failed(error: unknown): void {
    const { issuer, by, logger, now } = this.parts;
    this.#state = 'failing';
    this.#error = describe(error);
    if (!this.#announced && now() - this.#announcedAt >= ANNOUNCEMENT_INTERVAL) {
      this.#announced = true;
      this.#announcedAt = now();
      logger.warn(
        { event: 'introspection-failing', issuer, by, detail: this.#error },
        'the issuer could not be asked about an opaque token'
      );
    }
  }

  state(): OpaqueState {
    return { by: this.parts.by, state: this.#state, error: this.#error };
  }
}

/** In words, without what the endpoint answered: that may hold the token. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return 'unknown error';
  }
  const { cause, message } = error;
  return cause instanceof SyntaxError ? message.replace(cause.message, 'the answer is not JSON') : message;
}
