import type {
  ActivityDocument,
  AllowedRequestsDocument,
  AuditRecordDocument,
  RefusalDocument,
  StatsDocument,
} from '@gatehouse/model/api';

/** A refused request of bob's, as the admin API tells it. */
export const REFUSAL: RefusalDocument = {
  at: '2026-11-22T09:30:01.000Z',
  requestId: '1f2e3d4c5b6a7980',
  method: 'POST',
  endpoint: '/api/v1/query_range',
  replica: 'gatehouse-1',
  subject: { issuer: 'keycloak', kind: 'user', id: 'bob-id', label: 'bob@example.com' },
  subjectKey: 'bobs-key',
  tenants: ['acme'],
  mappings: ['acme-developers'],
  revision: 6,
  status: 403,
  code: 'no-mapping',
  reason: 'no-mapping',
  detail: 'no mapping grants bob@example.com the tenant acme',
  address: '10.0.0.7',
  repeated: 3,
};

/** Requests of alice's that were let through. */
export const ALLOWED: AllowedRequestsDocument = {
  from: '2026-11-22T09:30:00.000Z',
  lastAt: '2026-11-22T09:34:10.000Z',
  count: 12,
  replica: 'gatehouse-1',
  subject: { issuer: 'keycloak', kind: 'user', id: 'alice-id', label: 'alice@example.com' },
  subjectKey: 'alices-key',
  access: 'read',
  tenant: 'acme',
  backend: null,
  endpoint: '/api/v1/query',
  sample: {
    requestId: 'aaaabbbbccccdddd',
    method: 'GET',
    tenants: ['acme'],
    mappings: ['acme-developers'],
    revision: 6,
  },
};

/** A page of the activity. */
export function activityPage(part: Partial<ActivityDocument>): ActivityDocument {
  return { refusals: [], allowed: [], next: null, since: '2026-11-15T00:00:00.000Z', most: 100_000, ...part };
}

/** A change of carol's. */
export const RECORD: AuditRecordDocument = {
  number: 12,
  at: '2026-11-22T08:00:00.000Z',
  event: 'policy-published',
  actor: { name: 'carol', by: 'grafana-id', token: 'default' },
  target: 'revision:6',
  details: { comment: 'Globex moves', tenants: 3, mappings: 2 },
  previousHash: 'a'.repeat(64),
  hash: 'b'.repeat(64),
};

/** Three steps of half an hour: 60 requests of two tenants, 4 of them refused. */
export const STATS: StatsDocument = {
  stepSeconds: 1800,
  times: ['2026-11-22T08:00:00.000Z', '2026-11-22T08:30:00.000Z', '2026-11-22T09:00:00.000Z'],
  allowed: [20, 6, 30],
  refused: [
    { reason: 'no-mapping', counts: [0, 3, 0] },
    { reason: 'token-expired', counts: [0, 0, 1] },
  ],
  tenants: [
    { tenant: 'acme', allowed: [10, 6, 30], refused: [0, 3, 0] },
    { tenant: 'globex', allowed: [10, 0, 0], refused: [0, 0, 0] },
    { tenant: '', allowed: [0, 0, 0], refused: [0, 0, 1] },
  ],
  replicas: [{ replica: 'gatehouse-1', counts: [20, 9, 31] }],
  refusedSubjects: [
    { key: 'bobs-key', subject: REFUSAL.subject, count: 3, lastAt: '2026-11-22T08:45:00.000Z' },
    { key: 'gone-key', subject: null, count: 1, lastAt: '2026-11-22T09:05:00.000Z' },
  ],
};
