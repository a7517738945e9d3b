import type { StoreMigration } from '../storeMigration';

/** What was refused, one by one, and what was asked for, counted: all of it is forgotten after a while. */
export const activity: StoreMigration = {
  name: '0006-activity',
  sqlite: [
    `CREATE TABLE refusals (
      request_id TEXT PRIMARY KEY,
      at INTEGER NOT NULL,
      replica TEXT NOT NULL,
      subject_key TEXT NOT NULL,
      code TEXT NOT NULL,
      reason TEXT NOT NULL,
      endpoint TEXT NOT NULL,
      tenants TEXT NOT NULL,
      search TEXT NOT NULL,
      repeated INTEGER NOT NULL,
      document TEXT NOT NULL CHECK (json_valid(document))
    ) STRICT`,
    'CREATE INDEX refusals_by_time ON refusals (at, request_id)',
    'CREATE INDEX refusals_by_subject ON refusals (subject_key)',
    `CREATE TABLE activity_requests (
      bucket INTEGER NOT NULL,
      replica TEXT NOT NULL,
      subject_key TEXT NOT NULL,
      access TEXT NOT NULL,
      tenant TEXT NOT NULL,
      backend TEXT NOT NULL,
      endpoint TEXT NOT NULL,
      outcome TEXT NOT NULL,
      count INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      sample_id TEXT NOT NULL,
      search TEXT NOT NULL,
      sample TEXT NOT NULL CHECK (json_valid(sample)),
      PRIMARY KEY (bucket, replica, subject_key, access, tenant, backend, endpoint, outcome)
    ) STRICT`,
    'CREATE INDEX activity_requests_by_time ON activity_requests (last_at, sample_id)',
    'CREATE INDEX activity_requests_by_sample ON activity_requests (sample_id)',
    'CREATE INDEX activity_requests_by_subject ON activity_requests (subject_key)',
    `CREATE TABLE activity_series (
      bucket INTEGER NOT NULL,
      replica TEXT NOT NULL,
      tenant TEXT NOT NULL,
      outcome TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (bucket, replica, tenant, outcome)
    ) STRICT`,
  ],
  postgres: [
    `CREATE TABLE refusals (
      request_id text COLLATE "C" PRIMARY KEY,
      at bigint NOT NULL,
      replica text NOT NULL,
      subject_key text NOT NULL,
      code text NOT NULL,
      reason text NOT NULL,
      endpoint text NOT NULL,
      tenants text NOT NULL,
      search text NOT NULL,
      repeated bigint NOT NULL,
      document text NOT NULL CHECK ((document::json) IS NOT NULL)
    )`,
    'CREATE INDEX refusals_by_time ON refusals (at, request_id)',
    'CREATE INDEX refusals_by_subject ON refusals (subject_key)',
    `CREATE TABLE activity_requests (
      bucket bigint NOT NULL,
      replica text NOT NULL,
      subject_key text NOT NULL,
      access text NOT NULL,
      tenant text NOT NULL,
      backend text NOT NULL,
      endpoint text NOT NULL,
      outcome text NOT NULL,
      count bigint NOT NULL,
      last_at bigint NOT NULL,
      sample_id text COLLATE "C" NOT NULL,
      search text NOT NULL,
      sample text NOT NULL CHECK ((sample::json) IS NOT NULL),
      PRIMARY KEY (bucket, replica, subject_key, access, tenant, backend, endpoint, outcome)
    )`,
    'CREATE INDEX activity_requests_by_time ON activity_requests (last_at, sample_id)',
    'CREATE INDEX activity_requests_by_sample ON activity_requests (sample_id)',
    'CREATE INDEX activity_requests_by_subject ON activity_requests (subject_key)',
    `CREATE TABLE activity_series (
      bucket bigint NOT NULL,
      replica text NOT NULL,
      tenant text NOT NULL,
      outcome text NOT NULL,
      count bigint NOT NULL,
      PRIMARY KEY (bucket, replica, tenant, outcome)
    )`,
  ],
};
