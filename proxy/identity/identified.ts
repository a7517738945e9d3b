import type { Subject } from '@gatehouse/model';

/** The outcome of asking who sent a request. */
export type Identified = { ok: true; subject: Subject } | NotIdentified;

/** What whoever asks is told: enough to act on, not enough to find out which check failed. */
export type PublicReason =
  | 'token-missing'
  | 'token-expired'
  | 'token-invalid'
  | 'credential-invalid'
  | 'credential-unused'
  | 'credential-attempts'
  | 'credentials-unavailable'
  | 'keys-unavailable'
  | 'introspection-unavailable';

export interface NotIdentified {
  ok: false;
  /** 401 when the request proves nobody; 429 when somebody tries too often; 503 when it cannot be told at the moment. */
  status: 401 | 429 | 503;
  /** Stable code of what exactly is wrong: for the log, the metrics and the administrator. */
  reason: string;
  /** The same in words, never with a part of a token. */
  message: string;
  publicReason: PublicReason;
}

/** Makes the outcome of a token that proves nobody. */
export function notIdentified(
  reason: string,
  message: string,
  publicReason: PublicReason = 'token-invalid'
): NotIdentified {
  return { ok: false, status: statusOf(publicReason), reason, message, publicReason };
}

function statusOf(publicReason: PublicReason): NotIdentified['status'] {
  return publicReason.endsWith('-unavailable') ? 503 : publicReason === 'credential-attempts' ? 429 : 401;
}
