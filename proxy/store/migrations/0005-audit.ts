import type { StoreMigration } from '../storeMigration';

/** What the first record follows. */
const NOTHING = '0'.repeat(64);

/**
 * The chain of changes and its end. The guards keep every program with an ordinary connection from rewriting it; whoever takes
 * them away is noticed by the hashes.
 */
export const audit: StoreMigration = {
  name: '0005-audit',
  sqlite: [
    `CREATE TABLE audit (
      number INTEGER PRIMARY KEY CHECK (number > 0),
      at INTEGER NOT NULL,
      event TEXT NOT NULL,
      actor TEXT NOT NULL CHECK (json_valid(actor)),
      target TEXT NOT NULL,
      details TEXT NOT NULL CHECK (json_valid(details)),
      previous_hash TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX audit_by_time ON audit (at, number)',
    'CREATE INDEX audit_by_target ON audit (target, number)',
    `CREATE TABLE audit_head (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      number INTEGER NOT NULL,
      hash TEXT NOT NULL
    ) STRICT`,
    `INSERT INTO audit_head (only, number, hash) VALUES (1, 0, '${NOTHING}')`,
    `CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit records never change'); END`,
    `CREATE TRIGGER audit_stays BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END`,
    `CREATE TRIGGER audit_has_no_gaps BEFORE INSERT ON audit
    WHEN NOT EXISTS (SELECT 1 FROM audit_head WHERE number = NEW.number - 1 AND hash = NEW.previous_hash)
    BEGIN SELECT RAISE(ABORT, 'an audit record follows the one before it'); END`,
    `CREATE TRIGGER audit_moves_its_head AFTER INSERT ON audit
    BEGIN UPDATE audit_head SET number = NEW.number, hash = NEW.hash; END`,
    `CREATE TRIGGER audit_head_follows BEFORE UPDATE OF number, hash ON audit_head
    WHEN NEW.number <> OLD.number + 1
      OR NOT EXISTS (SELECT 1 FROM audit WHERE number = NEW.number AND previous_hash = OLD.hash AND hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'the head of the audit records is the latest of them'); END`,
    `CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END`,
    `CREATE TRIGGER audit_head_is_one BEFORE INSERT ON audit_head
    BEGIN SELECT RAISE(ABORT, 'the audit records have one head'); END`,
  ],
  postgres: [
    `CREATE TABLE audit (
      number bigint PRIMARY KEY CHECK (number > 0),
      at bigint NOT NULL,
      event text NOT NULL,
      actor text NOT NULL CHECK ((actor::json) IS NOT NULL),
      target text NOT NULL,
      details text NOT NULL CHECK ((details::json) IS NOT NULL),
      previous_hash text NOT NULL,
      hash text NOT NULL
    )`,
    'CREATE INDEX audit_by_time ON audit (at, number)',
    'CREATE INDEX audit_by_target ON audit (target, number)',
    `CREATE TABLE audit_head (
      "only" integer PRIMARY KEY CHECK ("only" = 1),
      number bigint NOT NULL,
      hash text NOT NULL
    )`,
    `INSERT INTO audit_head ("only", number, hash) VALUES (1, 0, '${NOTHING}')`,
    `CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('audit records never change')`,
    `CREATE TRIGGER audit_stays BEFORE DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('audit records are never deleted')`,
    `CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_forbid('audit records are never deleted')`,
    `CREATE FUNCTION gatehouse_audit_follows() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM audit_head WHERE number = NEW.number - 1 AND hash = NEW.previous_hash) THEN
        RAISE EXCEPTION 'an audit record follows the one before it';
      END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER audit_has_no_gaps BEFORE INSERT ON audit
    FOR EACH ROW EXECUTE FUNCTION gatehouse_audit_follows()`,
    `CREATE FUNCTION gatehouse_audit_moves_its_head() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN
      UPDATE audit_head SET number = NEW.number, hash = NEW.hash;
      RETURN NULL;
    END $$`,
    `CREATE TRIGGER audit_moves_its_head AFTER INSERT ON audit
    FOR EACH ROW EXECUTE FUNCTION gatehouse_audit_moves_its_head()`,
    `CREATE FUNCTION gatehouse_audit_head_follows() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN
      IF NEW.number <> OLD.number + 1 OR NOT EXISTS (
        SELECT 1 FROM audit WHERE number = NEW.number AND previous_hash = OLD.hash AND hash = NEW.hash
      ) THEN
        RAISE EXCEPTION 'the head of the audit records is the latest of them';
      END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER audit_head_follows BEFORE UPDATE OF number, hash ON audit_head
    FOR EACH ROW EXECUTE FUNCTION gatehouse_audit_head_follows()`,
    `CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('audit records are never deleted')`,
    `CREATE TRIGGER audit_head_is_not_emptied BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_forbid('audit records are never deleted')`,
    `CREATE TRIGGER audit_head_is_one BEFORE INSERT ON audit_head
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('the audit records have one head')`,
  ],
};
