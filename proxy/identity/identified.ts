import type { Subject } from '@gatehouse/model';

/** The outcome of asking who sent a request. */
export type Identified = { ok: true; subject: Subject } | NotIdentified;

export interface NotIdentified {
  ok: false;
  /** 401 when the request proves nobody; 503 when that cannot be told at the moment. */
  status: 401 | 503;
  /** Stable code, `token-…` or `keys-unavailable`. */
  reason: string;
  message: string;
}

/** Makes the outcome of a request that proves nobody. */
export function notIdentified(reason: string, message: string, status: 401 | 503 = 401): NotIdentified {
  return { ok: false, status, reason, message };
}
