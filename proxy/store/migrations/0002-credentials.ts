import type { StoreMigration } from '../storeMigration';

// Whom a secret names is decided once, and what was revoked never counts again: not even a bug of ours may change that.
export const credentials: StoreMigration = {
  name: '0002-credentials',
  sqlite: [
    `CREATE TABLE credentials (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      comment TEXT NOT NULL,
      prefix TEXT NOT NULL,
      hash TEXT NOT NULL UNIQUE,
      created_at INTEGER NOT NULL,
      created_by TEXT NOT NULL,
      expires_at INTEGER,
      revoked_at INTEGER,
      revoked_by TEXT,
      replaced_by TEXT,
      last_used_at INTEGER
    ) STRICT`,
    'CREATE INDEX credentials_by_age ON credentials (created_at, id)',
    `CREATE TRIGGER credentials_name_whom_they_named BEFORE UPDATE OF id, name, hash, created_at, created_by ON credentials
    BEGIN SELECT RAISE(ABORT, 'a credential never changes whom it names'); END`,
    `CREATE TRIGGER credentials_stay_revoked BEFORE UPDATE OF revoked_at, expires_at ON credentials
    WHEN OLD.revoked_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a revoked credential stays revoked'); END`,
    `CREATE TABLE credential_version (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      number INTEGER NOT NULL,
      stamp TEXT NOT NULL
    ) STRICT`,
    "INSERT INTO credential_version (only, number, stamp) VALUES (1, 0, '')",
  ],
  postgres: [
    `CREATE TABLE credentials (
      id text COLLATE "C" PRIMARY KEY,
      name text NOT NULL,
      comment text NOT NULL,
      prefix text NOT NULL,
      hash text NOT NULL UNIQUE,
      created_at bigint NOT NULL,
      created_by text NOT NULL,
      expires_at bigint,
      revoked_at bigint,
      revoked_by text,
      replaced_by text,
      last_used_at bigint
    )`,
    'CREATE INDEX credentials_by_age ON credentials (created_at, id)',
    `CREATE TRIGGER credentials_name_whom_they_named BEFORE UPDATE OF id, name, hash, created_at, created_by ON credentials
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('a credential never changes whom it names')`,
    `CREATE TRIGGER credentials_stay_revoked BEFORE UPDATE OF revoked_at, expires_at ON credentials
    FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL)
    EXECUTE FUNCTION gatehouse_forbid('a revoked credential stays revoked')`,
    `CREATE TRIGGER credentials_are_not_emptied BEFORE TRUNCATE ON credentials
    FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_forbid('credentials are never emptied')`,
    `CREATE TABLE credential_version (
      "only" integer PRIMARY KEY CHECK ("only" = 1),
      number bigint NOT NULL,
      stamp text NOT NULL
    )`,
    `INSERT INTO credential_version ("only", number, stamp) VALUES (1, 0, '')`,
    `CREATE TRIGGER credential_version_is_not_emptied BEFORE TRUNCATE ON credential_version
    FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_forbid('the version of the credentials is never emptied')`,
  ],
};
