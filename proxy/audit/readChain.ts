import type { AuditRecord } from './auditRecord';
import type { AuditLog, UnreadableRecord } from '../store/auditLog';

/** Records that are read at a time; queries are served in between. */
const AT_A_TIME = 200;

/**
 * The chain in a store, in its order, in pieces.
 *
 * @param from the number of the first record
 * @param to the number of the last one; the latest when left out
 * @throws StoreUnavailable
 */
export async function* readChain(
  log: Pick<AuditLog, 'page'>,
  from = 1,
  to = Infinity
): AsyncGenerator<Array<AuditRecord | UnreadableRecord>> {
  let after = from - 1;
  for (;;) {
    const page = await log.page(after, AT_A_TIME);
    yield page.filter(({ number }) => number <= to);
    const last = page.at(-1)?.number;
    if (page.length < AT_A_TIME || last === undefined || last >= to) {
      return;
    }
    after = last;
  }
}
