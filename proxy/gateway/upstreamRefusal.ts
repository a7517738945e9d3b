import { Refusal } from './refusal';

/** Longest wait that an upstream may ask for, in seconds. */
const LONGEST_RETRY_AFTER = 300;

/** An origin that comes back is used again within so many seconds. */
const TRY_AGAIN = { 'Retry-After': '2' };

/** 504: nobody answered in time. */
export function timedOut(): Refusal {
  return new Refusal(504, 'timeout', 'upstream-timeout', 'the backend did not answer in time', TRY_AGAIN);
}

/** 502: no connection, or one that broke off. */
export function unreachable(): Refusal {
  return new Refusal(502, 'unavailable', 'upstream-unreachable', 'the backend could not be reached', TRY_AGAIN);
}

/** 502: what came is no answer in HTTP. */
export function malformedAnswer(): Refusal {
  return new Refusal(502, 'unavailable', 'upstream-malformed', 'the backend answered with something that is not HTTP');
}

/** 408: the client sends nothing of its body any more. The connection is of no use after that. */
export function bodyStalled(): Refusal {
  return new Refusal(408, 'timeout', 'body-stalled', 'nothing more of the body arrived for too long', {
    Connection: 'close',
  });
}

/**
 * What a client is told when the upstream, or something in front of it, answered 502, 503 or 504.
 *
 * @param retryAfter the header of the upstream's answer
 */
export function unavailable(status: 502 | 503 | 504, retryAfter: unknown): Refusal {
  if (status === 504) {
    return timedOut();
  }
  if (status === 502) {
    return unreachable();
  }
  const asked = typeof retryAfter === 'string' && /^[0-9]{1,3}$/.test(retryAfter) ? Number(retryAfter) : Infinity;
  const seconds = asked <= LONGEST_RETRY_AFTER ? asked : 1;
  const message = 'the backend cannot serve this at the moment; try again shortly';
  return new Refusal(503, 'unavailable', 'upstream-unavailable', message, { 'Retry-After': String(seconds) });
}

/**
 * What an answer's status stands against passing it on: redirects are not followed, and an upstream that wants credentials is
 * the operator's concern, not the client's.
 */
export function unusable(status: number): Refusal | undefined {
  if (status > 599) {
    return malformedAnswer();
  }
  if (status >= 300 && status < 400) {
    const message = 'the backend answered with a redirect, which is not followed';
    return new Refusal(502, 'unavailable', 'upstream-redirect', message);
  }
  if (status === 401 || status === 403 || status === 407) {
    const message = `the backend does not let Gatehouse in (status ${status})`;
    return new Refusal(502, 'unavailable', 'upstream-unauthorized', message);
  }
  return undefined;
}
