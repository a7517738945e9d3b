import type { StoreMigration } from '../storeMigration';

/**
 * What is known of a revision beside its policy, in a table of its own: behind the policy in the same row, SQLite would walk
 * through all of the policy to reach it. A process of an older version, which writes no facts, can publish no more.
 */
export const revisionFacts: StoreMigration = {
  name: '0004-revision-facts',
  sqlite: [
    `CREATE TABLE revision_facts (
      number INTEGER PRIMARY KEY CHECK (number > 0),
      author_by TEXT NOT NULL,
      author_token TEXT,
      approved_by TEXT CHECK (approved_by IS NULL OR json_valid(approved_by)),
      restored_from INTEGER,
      tenants INTEGER NOT NULL,
      mappings INTEGER NOT NULL
    ) STRICT`,
    // Before there were facts, an author was who Grafana's context named, else "admin-token".
    `INSERT INTO revision_facts (number, author_by, author_token, approved_by, restored_from, tenants, mappings)
    SELECT number, CASE author WHEN 'admin-token' THEN 'admin-token' ELSE 'grafana-context' END, NULL, NULL, NULL,
      COALESCE(json_array_length(policy, '$.tenants'), 0), COALESCE(json_array_length(policy, '$.mappings'), 0)
    FROM revisions ORDER BY number`,
    `CREATE TRIGGER revision_facts_never_change BEFORE UPDATE ON revision_facts
    BEGIN SELECT RAISE(ABORT, 'revisions never change'); END`,
    `CREATE TRIGGER revision_facts_stay BEFORE DELETE ON revision_facts
    BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END`,
    `CREATE TRIGGER revision_facts_come_first BEFORE INSERT ON revision_facts
    WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM revisions)
    BEGIN SELECT RAISE(ABORT, 'revisions are numbered without gaps'); END`,
    `CREATE TRIGGER revisions_have_facts BEFORE INSERT ON revisions
    WHEN NOT EXISTS (SELECT 1 FROM revision_facts WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'a newer version of Gatehouse has updated this store: publish with that version'); END`,
  ],
  postgres: [
    `CREATE TABLE revision_facts (
      number bigint PRIMARY KEY CHECK (number > 0),
      author_by text NOT NULL,
      author_token text,
      approved_by text CHECK (approved_by IS NULL OR (approved_by::json) IS NOT NULL),
      restored_from bigint,
      tenants bigint NOT NULL,
      mappings bigint NOT NULL
    )`,
    `CREATE TRIGGER revision_facts_never_change BEFORE UPDATE ON revision_facts
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('revisions never change')`,
    `CREATE TRIGGER revision_facts_stay BEFORE DELETE ON revision_facts
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('revisions are never deleted')`,
    `CREATE TRIGGER revision_facts_are_not_emptied BEFORE TRUNCATE ON revision_facts
    FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_forbid('revisions are never deleted')`,
    `CREATE TRIGGER revision_facts_come_first BEFORE INSERT ON revision_facts
    FOR EACH ROW EXECUTE FUNCTION gatehouse_revision_follows()`,
    `CREATE FUNCTION gatehouse_revision_has_facts() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM revision_facts WHERE number = NEW.number) THEN
        RAISE EXCEPTION 'a revision needs its facts';
      END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER revisions_have_facts BEFORE INSERT ON revisions
    FOR EACH ROW EXECUTE FUNCTION gatehouse_revision_has_facts()`,
  ],
};
