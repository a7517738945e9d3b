import type { Database } from './database';

/** How long a process may send before another one takes over, in milliseconds. */
const LEASE = 30_000;

/**
 * How far the audit was sent to the webhook, for all processes together: one of them sends at a time. Every method may reject with
 * `StoreUnavailable`.
 */
export class WebhookCursor {
  /** @param holder tells this process from others */
  constructor(
    private readonly database: Database,
    private readonly holder: string
  ) {}

  /** The number of the last record that was sent. */
  position(): Promise<number> {
    return this.database.read(async (db) => {
      const { number } = await db.selectFrom('audit_webhook').select('number').executeTakeFirstOrThrow();
      return number;
    });
  }

  /**
   * Takes the lease, or keeps it longer.
   *
   * @param now milliseconds since the epoch
   * @returns the number of the last record that was sent; undefined while another process sends
   */
  hold(now: number): Promise<number | undefined> {
    return this.database.change(async (transaction) => {
      const row = await transaction
        .updateTable('audit_webhook')
        .set({ holder: this.holder, held_until: now + LEASE })
        .where(({ eb, or }) => or([eb('holder', '=', this.holder), eb('held_until', '<', now)]))
        .returning('number')
        .executeTakeFirst();
      return row?.number;
    });
  }

  /**
   * Notes that everything up to a record was sent.
   *
   * @returns false when another process has taken over
   */
  advance(from: number, to: number, now: number): Promise<boolean> {
    return this.database.change(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('audit_webhook')
        .set({ number: to, held_until: now + LEASE })
        .where('holder', '=', this.holder)
        .where('number', '=', from)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    });
  }

  /** Lets another process try. */
  async release(): Promise<void> {
    await this.database.change((transaction) =>
      transaction
        .updateTable('audit_webhook')
        .set({ holder: '', held_until: 0 })
        .where('holder', '=', this.holder)
        .execute()
    );
  }
}
