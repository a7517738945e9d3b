import type { StoreMigration } from '../storeMigration';

/** How far the audit was sent, and which process sends it now. */
export const auditWebhook: StoreMigration = {
  name: '0008-audit-webhook',
  sqlite: [
    `CREATE TABLE audit_webhook (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      number INTEGER NOT NULL,
      holder TEXT NOT NULL,
      held_until INTEGER NOT NULL
    ) STRICT`,
    "INSERT INTO audit_webhook (only, number, holder, held_until) VALUES (1, 0, '', 0)",
  ],
  postgres: [
    `CREATE TABLE audit_webhook (
      "only" integer PRIMARY KEY CHECK ("only" = 1),
      number bigint NOT NULL,
      holder text NOT NULL,
      held_until bigint NOT NULL
    )`,
    `INSERT INTO audit_webhook ("only", number, holder, held_until) VALUES (1, 0, '', 0)`,
  ],
};
