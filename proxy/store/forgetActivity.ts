import type { StoreTransaction } from './database';

/**
 * Erases what is kept of somebody's requests, in the transaction that forgets them. The totals for charts name nobody.
 *
 * @param key from `subjectKey`
 * @returns whether there was something
 */
export async function forgetActivity(transaction: StoreTransaction, key: string): Promise<boolean> {
  let found = false;
  for (const table of ['refusals', 'activity_requests'] as const) {
    const { numDeletedRows } = await transaction
      .deleteFrom(table)
      .where('subject_key', '=', key)
      .executeTakeFirstOrThrow();
    found ||= numDeletedRows > 0n;
  }
  return found;
}
