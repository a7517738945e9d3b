import { Refusal } from '../refusal';
import { boundBy, loggedLimit, type NamedLimit, setBy, shownLimit } from './namedLimit';

/**
 * 429: the limit is used up.
 *
 * @param milliseconds until it is worth trying again
 */
export function usedUp(limit: NamedLimit, milliseconds: number): Refusal {
  return limit.kind === 'concurrency'
    ? tooMany(
        'concurrency',
        limit,
        `${boundBy(limit)} may have at most ${limit.value} requests at a time`,
        milliseconds
      )
    : tooMany(
        'requests-per-minute',
        limit,
        `${boundBy(limit)} may make at most ${limit.value} requests a minute`,
        milliseconds
      );
}

function tooMany(kind: string, limit: NamedLimit, message: string, milliseconds: number): Refusal {
  return named(
    limit,
    new Refusal(429, 'too_many_requests', `limit-${kind}`, message, {
      'Retry-After': String(Math.max(1, Math.ceil(milliseconds / 1000))),
      'X-Gatehouse-Limit': shownLimit(limit),
    })
  );
}

/** 422: the request reaches over more time than the limit allows. */
export function tooLong(limit: NamedLimit, what: string): Refusal {
  return named(
    limit,
    new Refusal(
      422,
      'bad_data',
      'limit-max-range',
      `${setBy(limit)} allows a range of at most ${limit.value}; ${what}`,
      {
        'X-Gatehouse-Limit': shownLimit(limit),
      }
    )
  );
}

function named(limit: NamedLimit, refusal: Refusal): Refusal {
  refusal.cause = new Error(loggedLimit(limit));
  return refusal;
}
