import type { StoreMigration } from '../storeMigration';

// What waits for a second person is what that person approves: nothing of it ever changes, and it ends once. The policies are apart,
// so that lists need not walk through them.
export const proposals: StoreMigration = {
  name: '0007-proposals',
  sqlite: [
    `CREATE TABLE proposals (
      id INTEGER PRIMARY KEY CHECK (id > 0),
      base INTEGER NOT NULL,
      comment TEXT NOT NULL,
      author TEXT NOT NULL CHECK (json_valid(author)),
      created_at INTEGER NOT NULL,
      characters INTEGER NOT NULL,
      tenants INTEGER NOT NULL,
      mappings INTEGER NOT NULL,
      restored_from INTEGER,
      state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'withdrawn')),
      ended_at INTEGER,
      ended_by TEXT CHECK (ended_by IS NULL OR json_valid(ended_by)),
      ended_comment TEXT,
      revision INTEGER,
      CHECK ((state = 'open') = (ended_at IS NULL)),
      CHECK ((state = 'open') = (ended_by IS NULL)),
      CHECK ((state = 'approved') = (revision IS NOT NULL))
    ) STRICT`,
    'CREATE INDEX proposals_by_state ON proposals (state, id)',
    `CREATE TRIGGER proposals_begin_open BEFORE INSERT ON proposals
    WHEN NEW.state <> 'open' OR NEW.id <> (SELECT COALESCE(MAX(id), 0) + 1 FROM proposals)
    BEGIN SELECT RAISE(ABORT, 'proposals begin open and are numbered without gaps'); END`,
    `CREATE TRIGGER proposals_say_what_they_said BEFORE UPDATE OF
      id, base, comment, author, created_at, characters, tenants, mappings, restored_from ON proposals
    BEGIN SELECT RAISE(ABORT, 'a proposal never changes'); END`,
    `CREATE TRIGGER proposals_end_once BEFORE UPDATE ON proposals
    WHEN OLD.state <> 'open' OR NEW.state = 'open'
    BEGIN SELECT RAISE(ABORT, 'a proposal ends once'); END`,
    `CREATE TRIGGER proposals_become_revisions BEFORE UPDATE ON proposals
    WHEN NEW.revision IS NOT NULL AND (
      NEW.revision <> OLD.base + 1 OR NOT EXISTS (SELECT 1 FROM revisions WHERE number = NEW.revision))
    BEGIN SELECT RAISE(ABORT, 'a proposal becomes the revision after its base'); END`,
    `CREATE TRIGGER proposals_stay BEFORE DELETE ON proposals
    BEGIN SELECT RAISE(ABORT, 'proposals are never deleted'); END`,
    `CREATE TABLE proposal_policies (
      id INTEGER PRIMARY KEY,
      policy TEXT NOT NULL CHECK (json_valid(policy))
    ) STRICT`,
    `CREATE TRIGGER proposal_policies_belong_to_open_ones BEFORE INSERT ON proposal_policies
    WHEN NOT EXISTS (SELECT 1 FROM proposals WHERE id = NEW.id AND state = 'open')
    BEGIN SELECT RAISE(ABORT, 'a proposal never changes'); END`,
    `CREATE TRIGGER proposal_policies_never_change BEFORE UPDATE ON proposal_policies
    BEGIN SELECT RAISE(ABORT, 'a proposal never changes'); END`,
    `CREATE TRIGGER proposal_policies_stay_while_open BEFORE DELETE ON proposal_policies
    WHEN EXISTS (SELECT 1 FROM proposals WHERE id = OLD.id AND state = 'open')
    BEGIN SELECT RAISE(ABORT, 'an open proposal keeps its policy'); END`,
  ],
  postgres: [
    `CREATE TABLE proposals (
      id bigint PRIMARY KEY CHECK (id > 0),
      base bigint NOT NULL,
      comment text NOT NULL,
      author text NOT NULL CHECK ((author::json) IS NOT NULL),
      created_at bigint NOT NULL,
      characters bigint NOT NULL,
      tenants bigint NOT NULL,
      mappings bigint NOT NULL,
      restored_from bigint,
      state text NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'withdrawn')),
      ended_at bigint,
      ended_by text CHECK (ended_by IS NULL OR (ended_by::json) IS NOT NULL),
      ended_comment text,
      revision bigint,
      CHECK ((state = 'open') = (ended_at IS NULL)),
      CHECK ((state = 'open') = (ended_by IS NULL)),
      CHECK ((state = 'approved') = (revision IS NOT NULL))
    )`,
    'CREATE INDEX proposals_by_state ON proposals (state, id)',
    `CREATE FUNCTION gatehouse_proposal_begins() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN
      IF NEW.state <> 'open' OR NEW.id <> (SELECT COALESCE(MAX(id), 0) + 1 FROM proposals) THEN
        RAISE EXCEPTION 'proposals begin open and are numbered without gaps';
      END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER proposals_begin_open BEFORE INSERT ON proposals
    FOR EACH ROW EXECUTE FUNCTION gatehouse_proposal_begins()`,
    `CREATE TRIGGER proposals_say_what_they_said BEFORE UPDATE OF
      id, base, comment, author, created_at, characters, tenants, mappings, restored_from ON proposals
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('a proposal never changes')`,
    `CREATE TRIGGER proposals_end_once BEFORE UPDATE ON proposals
    FOR EACH ROW WHEN (OLD.state <> 'open' OR NEW.state = 'open')
    EXECUTE FUNCTION gatehouse_forbid('a proposal ends once')`,
    `CREATE FUNCTION gatehouse_proposal_becomes() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN
      IF NEW.revision IS NOT NULL AND (
        NEW.revision <> OLD.base + 1 OR NOT EXISTS (SELECT 1 FROM revisions WHERE number = NEW.revision)
      ) THEN
        RAISE EXCEPTION 'a proposal becomes the revision after its base';
      END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER proposals_become_revisions BEFORE UPDATE ON proposals
    FOR EACH ROW EXECUTE FUNCTION gatehouse_proposal_becomes()`,
    `CREATE TRIGGER proposals_stay BEFORE DELETE ON proposals
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('proposals are never deleted')`,
    `CREATE TRIGGER proposals_are_not_emptied BEFORE TRUNCATE ON proposals
    FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_forbid('proposals are never deleted')`,
    `CREATE TABLE proposal_policies (
      id bigint PRIMARY KEY,
      policy text NOT NULL CHECK ((policy::json) IS NOT NULL)
    )`,
    `CREATE FUNCTION gatehouse_proposal_is_open() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM proposals WHERE id = NEW.id AND state = 'open') THEN
        RAISE EXCEPTION 'a proposal never changes';
      END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER proposal_policies_belong_to_open_ones BEFORE INSERT ON proposal_policies
    FOR EACH ROW EXECUTE FUNCTION gatehouse_proposal_is_open()`,
    `CREATE TRIGGER proposal_policies_never_change BEFORE UPDATE ON proposal_policies
    FOR EACH ROW EXECUTE FUNCTION gatehouse_forbid('a proposal never changes')`,
    `CREATE FUNCTION gatehouse_proposal_has_ended() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
    $$ BEGIN
      IF EXISTS (SELECT 1 FROM proposals WHERE id = OLD.id AND state = 'open') THEN
        RAISE EXCEPTION 'an open proposal keeps its policy';
      END IF;
      RETURN OLD;
    END $$`,
    `CREATE TRIGGER proposal_policies_stay_while_open BEFORE DELETE ON proposal_policies
    FOR EACH ROW EXECUTE FUNCTION gatehouse_proposal_has_ended()`,
    `CREATE TRIGGER proposal_policies_are_not_emptied BEFORE TRUNCATE ON proposal_policies
    FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_forbid('an open proposal keeps its policy')`,
  ],
};
