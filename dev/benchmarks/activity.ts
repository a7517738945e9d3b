import type { Subject } from '@gatehouse/model';
import { type FinishedRequest, RequestCounts } from '../../proxy/activity/requestCounts';

/** What counting a request costs on its way: prints nanoseconds of CPU time. */
const SUBJECTS = 1_000;
const ENDPOINTS = ['/api/v1/query', '/api/v1/query_range', '/api/v1/series', '/api/v1/labels'];
const ROUNDS = 2_000_000;

const subjects = Array.from({ length: SUBJECTS }, (_, number): Subject => ({
  issuer: 'i',
  kind: 'user',
  id: `u-${number}`,
  emailVerified: true,
  groups: [],
  claims: {},
}));

const counts = new RequestCounts({ perBucket: 5_000, waiting: 20_000, replica: 'one', onDropped: () => undefined });

const requestAt = (place: number): FinishedRequest => ({
  requestId: '0123456789abcdef',
  method: 'POST',
  subject: subjects[place % SUBJECTS],
  access: 'read',
  tenant: place % 2 === 0 ? 'acme' : undefined,
  backend: undefined,
  endpoint: ENDPOINTS[place % ENDPOINTS.length] ?? '',
  outcome: 'allowed',
  allowedTenants: [{ tenant: { name: 'acme' } }],
  mappings: ['dev'],
  revision: 1,
});

const requests = Array.from({ length: SUBJECTS * ENDPOINTS.length }, (_, place) => requestAt(place));

for (let run = 0; run < 5; run += 1) {
  const now = Date.now();
  const began = process.cpuUsage();
  for (let place = 0; place < ROUNDS; place += 1) {
    const request = requests[place % requests.length];
    if (request !== undefined) {
      counts.add(request, now);
    }
  }
  const { user, system } = process.cpuUsage(began);
  console.log(`${(((user + system) * 1000) / ROUNDS).toFixed(0)} ns a request`);
}
