import type { Allowed, Limits, Subject } from '@gatehouse/model';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Parameters } from './parameters';
import { malformed, Refusal } from './refusal';

/** Gives a place back that `enter` took; may be called once. */
export type Leave = () => void;

/** As many requests of one subject run at a time, whatever its grants allow: nobody takes all connections upstream. */
const MOST_CONCURRENT = 64;

/**
 * Holds requests to the limits of the grants that allowed them, for each subject and set of tenants. Counts live in this
 * process's memory and are gone with it.
 */
export class LimitKeeper {
  readonly #running = new Map<string, number>();
  readonly #rates = new Map<number, RateLimiterMemory>();

  /**
   * Takes a place for one request.
   *
   * @throws Refusal 429 with `Retry-After` (seconds) and the name of the limit, or 400/422 for a range that is too long or unclear
   */
  async enter(subject: Subject, decision: Allowed, parameters: Parameters, now: number): Promise<Leave> {
    const { limits } = decision;
    checkRange(limits, parameters, now);
    const who = `${subject.issuer} ${subject.id}`;
    const leaveAll = this.#takePlace(who, MOST_CONCURRENT);
    try {
      if (limits.requestsPerMinute === undefined && limits.concurrency === undefined) {
        return leaveAll;
      }
      const key = JSON.stringify([who, ...decision.tenants.map(({ tenant }) => tenant.name)]);
      await this.#countRequest(key, limits.requestsPerMinute);
      const leave = limits.concurrency === undefined ? () => {} : this.#takePlace(key, limits.concurrency);
      return () => {
        leave();
        leaveAll();
      };
    } catch (error) {
      leaveAll();
      throw error;
    }
  }

  async #countRequest(key: string, requestsPerMinute: number | undefined): Promise<void> {
    if (requestsPerMinute === undefined) {
      return;
    }
    let rate = this.#rates.get(requestsPerMinute);
    if (rate === undefined) {
      rate = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
      this.#rates.set(requestsPerMinute, rate);
    }
    try {
      await rate.consume(key);
    } catch (rejected) {
      if (rejected instanceof Error) {
        throw rejected;
      }
      const seconds = Math.max(1, Math.ceil((rejected as RateLimiterRes).msBeforeNext / 1000));
      throw tooMany('requests-per-minute', `your grant allows at most ${requestsPerMinute} requests a minute`, seconds);
    }
  }

  #takePlace(key: string, concurrency: number): Leave {
    const running = this.#running.get(key) ?? 0;
    if (running >= concurrency) {
      throw tooMany('concurrency', `you may have at most ${concurrency} requests at a time`, 1);
    }
    this.#running.set(key, running + 1);
    return () => {
      const left = (this.#running.get(key) ?? 1) - 1;
      if (left === 0) {
        this.#running.delete(key);
      } else {
        this.#running.set(key, left);
      }
    };
  }
}

function tooMany(limit: string, text: string, seconds: number): Refusal {
  return new Refusal(429, 'too_many_requests', `limit-${limit}`, `${text}`, {
    'Retry-After': String(seconds),
  });
}

/** `maxRange` bounds the time between `start` and `end`; a time that cannot be read with certainty is refused. */
function checkRange({ maxRangeMilliseconds }: Limits, parameters: Parameters, now: number): void {
  if (maxRangeMilliseconds === undefined) {
    return;
  }
  const start = parameters.find(([name]) => name === 'start');
  if (start === undefined) {
    return;
  }
  const end = parameters.find(([name]) => name === 'end');
  const range = (end === undefined ? now : readTime(end[1])) - readTime(start[1]);
  if (range > maxRangeMilliseconds) {
    const hours = (milliseconds: number) => `${Math.round(milliseconds / 36_000) / 100} h`;
    throw new Refusal(
      422,
      'bad_data',
      'limit-max-range',
      `your grant allows a range of at most ${hours(maxRangeMilliseconds)}; this one has ${hours(range)}`
    );
  }
}

// VictoriaMetrics reads four digits as a year and thirteen as milliseconds: only what has one reading is taken.
const UNIX_SECONDS = /^[0-9]{9,10}(?:\.[0-9]{1,9})?$/;
const RFC3339 = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/;

/** Reads Unix seconds or RFC 3339 into milliseconds. */
function readTime(text: string): number {
  const milliseconds = UNIX_SECONDS.test(text) ? Number(text) * 1000 : RFC3339.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(milliseconds)) {
    throw malformed('time-unclear', 'your grant limits the range: give start and end as Unix seconds or in RFC 3339');
  }
  return milliseconds;
}
