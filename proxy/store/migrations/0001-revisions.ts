import type { StoreMigration } from '../storeMigration';

// The history is evidence: not even a bug of ours may rewrite it.
export const revisions: StoreMigration = {
  name: '0001-revisions',
  sqlite: [
    // The policy stands last: SQLite walks through all of a long value to reach the columns behind it.
    `CREATE TABLE revisions (
      number INTEGER PRIMARY KEY CHECK (number > 0),
      created_at INTEGER NOT NULL,
      author TEXT NOT NULL,
      comment TEXT NOT NULL,
      policy TEXT NOT NULL CHECK (json_valid(policy))
    ) STRICT`,
    `CREATE TRIGGER revisions_never_change BEFORE UPDATE ON revisions
    BEGIN SELECT RAISE(ABORT, 'revisions never change'); END`,
    `CREATE TRIGGER revisions_stay BEFORE DELETE ON revisions
    BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END`,
    `CREATE TRIGGER revisions_have_no_gaps BEFORE INSERT ON revisions
    WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM revisions)
    BEGIN SELECT RAISE(ABORT, 'revisions are numbered without gaps'); END`,
  ],
  postgres: [
    `CREATE TABLE revisions (
      number bigint PRIMARY KEY CHECK (number > 0),
      created_at bigint NOT NULL,
      author text NOT NULL,
      comment text NOT NULL,
      policy text NOT NULL CHECK ((policy::json) IS NOT NULL)
    )`,
    `CREATE FUNCTION gatehouse_forbid() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$`,
    `CREATE TRIGGER revisions_never_change BEFORE UPDATE ON revisions
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('revisions never change')`,
    `CREATE TRIGGER revisions_stay BEFORE DELETE ON revisions
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('revisions are never deleted')`,
    `CREATE TRIGGER revisions_are_not_emptied BEFORE TRUNCATE ON revisions
    FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_forbid('revisions are never deleted')`,
    `CREATE FUNCTION gatehouse_revision_follows() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN
      IF NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM revisions) THEN
        RAISE EXCEPTION 'revisions are numbered without gaps';
      END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER revisions_have_no_gaps BEFORE INSERT ON revisions
    FOR EACH ROW EXECUTE FUNCTION gatehouse_revision_follows()`,
  ],
};
