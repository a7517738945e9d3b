import { malformed, type Refusal } from '../refusal';

/** 400: over which time the request reads cannot be told with certainty, and a limit depends on it. */
export function unclear(what: string): Refusal {
  return malformed('range-unclear', `your requests may reach over a limited time only, and ${what}`);
}
