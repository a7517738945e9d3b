import type { Sender } from '../senders';

/** What a case must give. */
export type Expectation =
  /**
   * A refusal of the gateway with this status and, when it is given, this reason; nothing may have reached the upstream. A body
   * that turns out to be too long may have been on its way, unless it is to be refused `early`.
   */
  | { kind: 'refused'; status: number; reason?: string; early?: true }
  /** The status, from upstream. `shown`: the answer must hold something of the sender's own. */
  | { kind: 'answered'; status: number; shown: boolean }
  /** The gateway's own answer: a success that nothing upstream was asked for. */
  | { kind: 'own'; data?: unknown }
  /**
   * A write that goes upstream, where it is `taken`, or answered with `any` status: hostile labels are too much for some versions.
   * Where the sample went is judged afterwards.
   */
  | { kind: 'written'; upstream: 'taken' | 'any' }
  /** Whatever happens: what holds for every exchange holds. */
  | { kind: 'anything' };

/** Fills what is not known before the run into a case. */
export interface Fill {
  /** Replaces the placeholders; see `fillText`. */
  text(text: string): string;
  /** The value of this case's sample: it tells afterwards who wrote the sample, whatever became of its labels. */
  value: number;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * One attack or accident, and what it must give. Placeholders: `{backend}`, for which the case is run once for each kind;
 * `{token}`, somebody else's valid token; `{grafana}`, `{visitor}` and `{forged}`, tokens
 * of Grafana's own; `{credential}` and `{basic}`, those of the service meter; `{acme}` and `{globex}`, tenants as they stand in a cluster's paths; `{value}` and
 * `{now}`, of a sample that is written.
 */
export interface SecurityCase {
  /** The case of the threat table that it belongs to, and what is special about it. */
  name: string;
  from: Sender;
  /** The request line, without the protocol version. */
  request: string;
  headers?: readonly string[];
  body?: string | ((fill: Fill) => string | Buffer);
  framing?: 'chunked' | 'continue';
  /** Over a connection of its own, and so from an address of its own: wrong credentials are answered ever more slowly. */
  anew?: true;
  /** Replaces the whole request, its token apart. */
  raw?: (authorization: string) => string;
  expect: Expectation;
}

export const refused = (status: number, reason?: string): Expectation => ({ kind: 'refused', status, reason });
export const answered = (status = 200): Expectation => ({ kind: 'answered', status, shown: false });
/** 200, with something of the sender's own in it. */
export const shown: Expectation = { kind: 'answered', status: 200, shown: true };
export const own = (data?: unknown): Expectation => ({ kind: 'own', data });
export const written = (upstream: 'taken' | 'any'): Expectation => ({ kind: 'written', upstream });
export const anything: Expectation = { kind: 'anything' };

export const FORM = 'Content-Type: application/x-www-form-urlencoded';

export function encode(text: string): string {
  return encodeURIComponent(text);
}
