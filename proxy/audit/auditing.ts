import type { Within } from '../store/database';
import { appendAudit } from './appendAudit';
import { printAuditHead } from './auditHead';
import type { NewAuditRecord } from './auditRecord';

/** What records a change that is about to happen. */
export interface Auditing<T> {
  /** For the store that makes the change. */
  readonly within: Within<T>;
  /** The end of the chain with this change, `number:hash`; undefined when nothing was changed. For the change's log line. */
  head(): string | undefined;
}

/**
 * Records a change in the transaction that makes it.
 *
 * @param make the record, from what the store tells of the change; undefined when nothing was changed
 */
export function auditing<T>(make: (result: T) => NewAuditRecord | undefined): Auditing<T> {
  let head: string | undefined;
  return {
    within: async (transaction, result) => {
      const record = make(result);
      head = record && printAuditHead(await appendAudit(transaction, record));
    },
    head: () => head,
  };
}
