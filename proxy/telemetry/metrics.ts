import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything that the proxy counts. Passed to whoever counts; there is one set a process. */
export type Metrics = ReturnType<typeof createMetrics>;

// A dashboard's queries take from a millisecond to the upstream's own time limit.
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * Makes a fresh registry with Gatehouse's metrics and those of the process.
 *
 * @param version of the running proxy, shown as a label of `gatehouse_build_info`
 */
export function createMetrics(version: string) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'gatehouse_build_info',
    help: 'Always 1; the label names the version of the running proxy.',
    labelNames: ['version'] as const,
    registers,
  }).set({ version }, 1);
  return {
    registry,
    requests: new Counter({
      name: 'gatehouse_requests_total',
      help: 'Requests on the data listener, by endpoint, reason of the decision ("allowed" or why not) and backend.',
      labelNames: ['endpoint', 'reason', 'backend'] as const,
      registers,
    }),
    requestDuration: new Histogram({
      name: 'gatehouse_request_duration_seconds',
      help: 'Time from the first byte of a request on the data listener to the last byte of its answer.',
      labelNames: ['endpoint'] as const,
      buckets: REQUEST_SECONDS,
      registers,
    }),
    keyFetches: new Counter({
      name: 'gatehouse_jwks_fetches_total',
      help: "Attempts to fetch an issuer's keys, by result (success, failure).",
      labelNames: ['issuer', 'result'] as const,
      registers,
    }),
    issuerReady: new Gauge({
      name: 'gatehouse_issuer_ready',
      help: '1 while tokens of the issuer can be verified and its keys are fresh, else 0.',
      labelNames: ['issuer'] as const,
      registers,
    }),
    introspections: new Counter({
      name: 'gatehouse_introspection_total',
      help: 'Questions to an issuer about opaque tokens, by result (active, inactive, failure, overload).',
      labelNames: ['issuer', 'result'] as const,
      registers,
    }),
    policyRevision: new Gauge({
      name: 'gatehouse_policy_revision_number',
      help: 'Number of the policy revision in force; 0 before the first publish.',
      registers,
    }),
    policyMappings: new Gauge({
      name: 'gatehouse_policy_mappings',
      help: 'Mappings in the policy in force, disabled ones included.',
      registers,
    }),
    policyFileValid: new Gauge({
      name: 'gatehouse_policy_file_valid',
      help: '1 while the policy file holds a policy, 0 while an older one is in force instead; 0 also without a policy file.',
      registers,
    }),
    policyPublishes: new Counter({
      name: 'gatehouse_policy_publishes_total',
      help: 'Attempts to publish a policy, by result (published, conflict, unavailable).',
      labelNames: ['result'] as const,
      registers,
    }),
    storeAvailable: new Gauge({
      name: 'gatehouse_store_available',
      help: '1 while the policy store can be read, else 0; the last policy stays in force meanwhile.',
      registers,
    }),
    credentials: new Gauge({
      name: 'gatehouse_credentials',
      help: "Machines' credentials that are neither revoked nor expired.",
      registers,
    }),
    credentialsCurrent: new Gauge({
      name: 'gatehouse_credentials_current',
      help: '1 while changes of credentials can be read from the store, else 0; those known go on counting meanwhile.',
      registers,
    }),
    failedCredentials: new Counter({
      name: 'gatehouse_failed_credentials_total',
      help: 'Failed attempts with credentials, by how they were answered (at-once, delayed, too-many).',
      labelNames: ['answered'] as const,
      registers,
    }),
    upstreamRequests: new Counter({
      name: 'gatehouse_upstream_requests_total',
      help: 'Requests to an upstream, by its URL and result (answered, unreachable, lost, unavailable, malformed, timeout, abandoned).',
      labelNames: ['origin', 'result'] as const,
      registers,
    }),
    upstreamUp: new Gauge({
      name: 'gatehouse_upstream_up',
      help: '1 while the upstream takes connections as far as is known, else 0.',
      labelNames: ['origin'] as const,
      registers,
    }),
    backendFindings: new Gauge({
      name: 'gatehouse_backend_findings',
      help: 'What the last check found at a backend, by severity: unsafe, of which requests are refused, and warning.',
      labelNames: ['backend', 'severity'] as const,
      registers,
    }),
    limitStoreAvailable: new Gauge({
      name: 'gatehouse_limit_store_available',
      help: '1 while limits are counted where the configuration says, 0 while each process counts for itself.',
      registers,
    }),
    seenSubjectsDropped: new Counter({
      name: 'gatehouse_seen_subjects_dropped_total',
      help: 'Subjects that came and were forgotten before the store had them, because too many waited.',
      registers,
    }),
    activityDropped: new Counter({
      name: 'gatehouse_activity_dropped_total',
      help: 'Requests of which the store keeps less: repeated (a refusal like many others, only counted), refusal or count (not written in time).',
      labelNames: ['what'] as const,
      registers,
    }),
    auditWebhookDeliveries: new Counter({
      name: 'gatehouse_audit_webhook_deliveries_total',
      help: 'Attempts to send a change to the webhook, by result (delivered, failed).',
      labelNames: ['result'] as const,
      registers,
    }),
    auditWebhookPending: new Gauge({
      name: 'gatehouse_audit_webhook_pending',
      help: 'Changes that were not sent to the webhook yet.',
      registers,
    }),
    adminRequests: new Counter({
      name: 'gatehouse_admin_requests_total',
      help: 'Requests to the admin API, by resource, method, status and name of the admin token.',
      labelNames: ['resource', 'method', 'status', 'token'] as const,
      registers,
    }),
  };
}
