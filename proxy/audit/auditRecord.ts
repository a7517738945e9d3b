import type { AuditEvent } from '@gatehouse/model/api';
import type { Actor } from '../store/actor';

/** A change that happens. Holds nothing that anybody could log in with. */
export interface NewAuditRecord {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: AuditEvent;
  readonly actor: Actor;
  /** What is changed: its kind, a colon, and its number, id or key. */
  readonly target: string;
  /** What else belongs to this kind of change: JSON. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** A record as it is shown, exported and hashed. What it holds was perhaps not written by this version of Gatehouse. */
export interface AuditRecord {
  readonly number: number;
  /** In ISO 8601, with milliseconds. */
  readonly at: string;
  readonly event: string;
  readonly actor: unknown;
  readonly target: string;
  readonly details: unknown;
  readonly previousHash: string;
  readonly hash: string;
}
