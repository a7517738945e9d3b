import type { StoreMigration } from '../storeMigration';

export const subjects: StoreMigration = {
  name: '0003-subjects',
  sqlite: [
    `CREATE TABLE seen_subjects (
      key TEXT PRIMARY KEY,
      issuer TEXT NOT NULL,
      kind TEXT NOT NULL,
      first_seen INTEGER NOT NULL,
      last_seen INTEGER NOT NULL,
      visits INTEGER NOT NULL,
      shortened INTEGER NOT NULL,
      search TEXT NOT NULL,
      profile TEXT NOT NULL CHECK (json_valid(profile))
    ) STRICT`,
    'CREATE INDEX seen_subjects_by_time ON seen_subjects (last_seen, key)',
  ],
  postgres: [
    `CREATE TABLE seen_subjects (
      key text COLLATE "C" PRIMARY KEY,
      issuer text NOT NULL,
      kind text NOT NULL,
      first_seen bigint NOT NULL,
      last_seen bigint NOT NULL,
      visits bigint NOT NULL,
      shortened integer NOT NULL,
      search text NOT NULL,
      profile text NOT NULL CHECK ((profile::json) IS NOT NULL)
    )`,
    'CREATE INDEX seen_subjects_by_time ON seen_subjects (last_seen, key)',
  ],
};
