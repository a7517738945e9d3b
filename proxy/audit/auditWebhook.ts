import type { AuditLog } from '../store/auditLog';
import type { WebhookCursor } from '../store/webhookCursor';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import { deliver, type Receiver } from './deliver';

/** How often there is a look for new records, in milliseconds. */
const INTERVAL = 1_000;

/** The longest pause after failures, in milliseconds; the first is one interval, each further one twice as long. */
const LONGEST_PAUSE = 300_000;

/** Records that are read at a time. */
const AT_A_TIME = 50;

export interface WebhookParts {
  log: Pick<AuditLog, 'head' | 'page'>;
  cursor: WebhookCursor;
  receiver: Receiver;
  /** The kinds of changes that are sent; all when left out. */
  events: readonly string[] | undefined;
  metrics: Pick<Metrics, 'auditWebhookDeliveries' | 'auditWebhookPending'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** How often there is a look for new records, in milliseconds. */
  interval?: number;
}

/**
 * Sends each record of the audit to a receiver: in order, at least once, and as a rule not twice, from whichever process holds the
 * lease. It reads what to send from the store, so nothing is lost when a process ends, and no change waits for it.
 */
export class AuditWebhook {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  readonly #ending = new AbortController();
  #failures = 0;
  #reported = false;

  constructor(private readonly parts: WebhookParts) {}

  /** Whether the last attempt of this process failed. */
  get failing(): boolean {
    return this.#failures > 0;
  }

  /** Looks for new records from now on. */
  start(): void {
    this.#schedule(0);
  }

  /** Breaks off what is under way, and lets another process go on. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#ending.abort();
    await this.#running;
    await this.parts.cursor.release().catch(() => undefined);
  }

  #schedule(pause: number): void {
    if (!this.#ending.signal.aborted) {
      this.#timer = setTimeout(() => {
        this.#running = this.#work().finally(() => this.#schedule(this.#pause()));
      }, pause);
      this.#timer.unref();
    }
  }

  #pause(): number {
    const { interval = INTERVAL } = this.parts;
    const pause = Math.min(LONGEST_PAUSE, interval * 2 ** Math.min(20, Math.max(0, this.#failures - 1)));
    return this.#failures === 0 ? interval : pause * (0.75 + Math.random() / 4);
  }

  /** Never rejects. */
  async #work(): Promise<void> {
    const { cursor } = this.parts;
    try {
      await this.#sendAll();
      this.#becomesWell();
    } catch (error) {
      if (!this.#ending.signal.aborted) {
        this.#becomesFailing(error);
        await cursor.release().catch(() => undefined);
      }
    }
  }

  async #sendAll(): Promise<void> {
    const { log, cursor, metrics, now } = this.parts;
    const [{ number: latest }, sent] = await Promise.all([log.head(), cursor.position()]);
    metrics.auditWebhookPending.set(Math.max(0, latest - sent));
    if (latest <= sent) {
      return;
    }
    let position = await cursor.hold(now());
    while (position !== undefined && position < latest && !this.#ending.signal.aborted) {
      position = await this.#sendSome(position);
      metrics.auditWebhookPending.set(Math.max(0, latest - (position ?? latest)));
    }
  }

  /** @returns how far it came; undefined when another process has taken over */
  async #sendSome(after: number): Promise<number | undefined> {
    const { log, cursor, receiver, events, metrics, logger, now } = this.parts;
    let position = after;
    for (const record of await log.page(after, AT_A_TIME)) {
      if ('unreadable' in record) {
        // Whoever damages one record must not silence those behind it; the receiver sees the gap in the chain.
        logger.error({ event: 'audit-damaged', record: record.number }, 'a record of the audit cannot be read');
      } else if (events === undefined || events.includes(record.event)) {
        await deliver(receiver, record, now(), this.#ending.signal);
        metrics.auditWebhookDeliveries.inc({ result: 'delivered' });
        this.#becomesWell();
      }
      if (!(await cursor.advance(position, record.number, now()))) {
        return undefined;
      }
      position = record.number;
    }
    if (position === after) {
      throw new Error(`the records of the audit behind number ${after} are missing`);
    }
    return position;
  }

  #becomesWell(): void {
    this.#failures = 0;
    if (this.#reported) {
      this.#reported = false;
      this.parts.logger.info({ event: 'audit-webhook-recovered' }, 'changes reach the webhook again');
    }
  }

  #becomesFailing(error: unknown): void {
    const { metrics, logger } = this.parts;
    this.#failures += 1;
    metrics.auditWebhookDeliveries.inc({ result: 'failed' });
    if (!this.#reported) {
      this.#reported = true;
      const detail = error instanceof Error ? error.message : String(error);
      logger.warn({ event: 'audit-webhook-failing', detail }, 'changes do not reach the webhook; they are sent later');
    }
  }
}
