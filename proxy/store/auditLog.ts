import type { AuditHead } from '../audit/auditHead';
import type { AuditRecord } from '../audit/auditRecord';

/** Which records are meant; those that are left out mean every one. */
export interface AuditFilter {
  event?: string;
  /** A name, in any case. */
  actor?: string;
  target?: string;
  /** Milliseconds since the epoch: at or after the first, before the second. */
  since?: number;
  until?: number;
}

/** A record as the store holds it, where what stands there is no JSON, no moment or not in canonical form. */
export interface UnreadableRecord {
  readonly number: number;
  readonly unreadable: string;
}

/**
 * Reads the chain of changes; `appendAudit` writes it. Nothing here takes long: whoever wants much calls often. Every method may
 * reject with `StoreUnavailable`.
 */
export interface AuditLog {
  /** The end of the chain; number 0 when nothing was recorded yet. */
  head(): Promise<AuditHead>;
  /** @returns undefined when there is none with this number, or when it cannot be read */
  find(number: number): Promise<AuditRecord | undefined>;
  /**
   * Looks through the next records, newest first, and gives those that the filter lets through.
   *
   * @param before only those with smaller numbers
   * @returns `next` is what to look before then; undefined when there are no older ones
   */
  window(
    filter: AuditFilter,
    before: number | undefined,
    size: number
  ): Promise<{ records: AuditRecord[]; next: number | undefined }>;
  /**
   * Some records in the order of the chain.
   *
   * @param after only those with greater numbers
   */
  page(after: number, size: number): Promise<Array<AuditRecord | UnreadableRecord>>;
}
