import { sql } from 'kysely';
import type { StoreTransaction } from '../database';
import { UncertainCommit } from './uncertainCommit';

/** The lock that every change holds is this number with one that stands for the schema; other programs have other numbers. */
const CHANGE_LOCK = 0x67617465;

/**
 * Takes the lock before anything is read, and sees to it that a commit is on the disk before it is reported. A search path of which
 * no schema is there yet counts as one.
 */
const BEGIN_CHANGE = sql`
  SELECT pg_advisory_xact_lock(${sql.lit(CHANGE_LOCK)}, hashtext(coalesce(current_schema(), current_setting('search_path')))),
    CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END`;

/**
 * Runs work in a transaction, one at a time among all processes: each sees what those before it have written.
 *
 * @throws UncertainCommit when the work was done but the server did not say whether it counts
 */
export async function inTransaction<T>(
  db: StoreTransaction,
  work: (transaction: StoreTransaction) => Promise<T>
): Promise<T> {
  return db.connection().execute(async (connection) => {
    const say = (statement: string) => sql.raw(statement).execute(connection);
    // Each statement sees what was committed before it began; with a snapshot from before the lock, the work would see less.
    await say('BEGIN ISOLATION LEVEL READ COMMITTED');
    let result: T;
    try {
      await BEGIN_CHANGE.execute(connection);
      result = await work(connection);
    } catch (error) {
      // A connection on which this fails is used no more, and the server rolls back.
      await say('ROLLBACK').catch(() => undefined);
      throw error;
    }
    await say('COMMIT').catch((error: unknown) => {
      throw new UncertainCommit(error);
    });
    return result;
  });
}
