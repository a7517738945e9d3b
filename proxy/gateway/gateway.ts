import type { IncomingMessage, ServerResponse } from 'node:http';
import { subjectLabel } from '@gatehouse/model';
import type { ActivityKeeper } from '../activity/activityKeeper';
import type { RefusedRequest } from '../activity/refusedRequest';
import type { Config } from '../config/schema';
import type { Identity } from '../identity/identity';
import type { SeenSubjects } from '../identity/seen/seenSubjects';
import type { PolicyInForce } from '../policy/policyInForce';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import { AccessKeeper, PolicyRefusal } from './access';
import { answerRefusal } from './answer';
import { ClientLeft } from './clientLeft';
import { createEndpointLookup } from './endpoint';
import { Upstreams } from './forward';
import { handle, startTrace, type Steps, type Trace } from './handle';
import type { BackendHazards } from './hazards';
import { createLimitKeeper, type LimitParts } from './limits/createLimitKeeper';
import { Refusal } from './refusal';
import { discardUnreadBody } from './unreadBody';

export interface Gateway {
  /** Serves one request of the data listener; answers every outcome itself and never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** How many requests are under way at a URL of a backend. */
  runningAt(url: string): number;
  /** Lets running requests finish and closes the connections to the upstreams. */
  close(): Promise<void>;
}

export interface GatewayParts {
  config: Pick<Config, 'backends' | 'requests'> & { limits: LimitParts['config'] };
  identity: Identity;
  seen: SeenSubjects;
  /** Where refusals are kept for the administrator, and requests counted. */
  activity: Pick<ActivityKeeper, 'count' | 'record'>;
  policy: PolicyInForce;
  metrics: Metrics;
  logger: Logger;
  /** What the backend check found. */
  hazards: BackendHazards;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Wires the steps of the gateway and adds what every request gets: an answer, a log line and a metric. */
export function createGateway({
  config,
  identity,
  seen,
  activity,
  policy,
  metrics,
  logger,
  hazards,
  now = Date.now,
}: GatewayParts): Gateway {
  const upstreams = new Upstreams({
    backends: config.backends,
    metrics,
    logger,
    stallTimeout: config.requests.stallTimeout,
  });
  const steps: Steps = {
    lookUpEndpoint: createEndpointLookup(),
    identity,
    seen,
    access: new AccessKeeper(policy, new Map(config.backends.map((backend) => [backend.name, backend]))),
    limits: createLimitKeeper({ config: config.limits, metrics, logger }),
    hazards,
    upstreams,
    bounds: config.requests,
    now,
  };

  const backends = new Set<string | undefined>(config.backends.map(({ name }) => name));

  function finish(trace: Trace, reason: string, startedAt: number, method = ''): void {
    const { requestId, subject, target, confinement, revision } = trace;
    const endpoint = trace.endpoint?.path ?? 'unknown';
    const decision = confinement?.decision;
    metrics.requests.inc({ endpoint, reason, backend: decision?.backend ?? '' });
    metrics.requestDuration.observe({ endpoint }, (performance.now() - startedAt) / 1000);
    activity.count({
      requestId,
      method,
      subject,
      access: trace.endpoint?.access ?? 'read',
      tenant: isTenant(target?.tenant) ? target?.tenant : undefined,
      backend: backends.has(target?.backend) ? target?.backend : undefined,
      endpoint,
      outcome: reason,
      allowedTenants: decision?.tenants ?? [],
      mappings: decision?.mappings ?? [],
      revision,
    });
  }

  /** Whoever asks may write anything where the name of a tenant belongs. */
  function isTenant(name: string | undefined): boolean {
    return name !== undefined && policy.current?.index.tenants.has(name) === true;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const trace = startTrace();
    response.setHeader('X-Gatehouse-Request-Id', trace.requestId);
    try {
      const status = await handle(steps, request, response, trace);
      finish(trace, 'allowed', startedAt, request.method);
      if (logger.isLevelEnabled('debug')) {
        logger.debug({ event: 'request-allowed', ...describe(request, trace), status }, 'request allowed');
      }
    } catch (error) {
      if (error instanceof ClientLeft) {
        finish(trace, 'client-left', startedAt, request.method);
        logger.debug({ event: 'client-left', ...describe(request, trace) }, error.message);
        return;
      }
      const refusal = asRefusal(error);
      finish(trace, refusal.inner.reason, startedAt, request.method);
      const described = describe(request, trace);
      logRefusal(logger, refusal, error, described);
      const { revision = null, subject } = trace;
      const more = { at: now(), address: request.socket.remoteAddress, revision };
      activity.record(toRefusedRequest(refusal, described, more), subject);
      if (!response.headersSent) {
        answerRefusal(response, refusal, trace.requestId);
      }
    }
    discardUnreadBody(request);
  }

  return {
    handle: (request, response) => void serve(request, response),
    runningAt: (url) => upstreams.runningAt(url),
    close: async () => {
      await upstreams.close();
      await steps.limits.close();
    },
  };
}

function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal
    ? error
    : new Refusal(500, 'internal', 'internal', 'something went wrong in Gatehouse; nothing was answered');
}

type Description = ReturnType<typeof describe>;

function logRefusal(logger: Logger, refusal: Refusal, error: unknown, described: Description): void {
  const level = refusal.status === 500 ? 'error' : refusal.status > 500 ? 'warn' : 'info';
  logger[level](
    {
      event: 'request-refused',
      ...described,
      status: refusal.status,
      reason: refusal.inner.reason,
      detail: refusal.inner.message,
      mappings: mappingsOf(refusal, described),
      cause: causeOf(refusal, error),
    },
    'request refused'
  );
}

function toRefusedRequest(
  refusal: Refusal,
  described: Description,
  more: Pick<RefusedRequest, 'at' | 'address' | 'revision'>
): RefusedRequest {
  const {
    requestId,
    method = '',
    endpoint = '',
    subject: label,
    issuer,
    kind,
    subjectId: id,
    tenants = [],
  } = described;
  const isKnown = label !== undefined && issuer !== undefined && kind !== undefined && id !== undefined;
  return {
    ...more,
    requestId,
    method,
    endpoint,
    subject: isKnown ? { issuer, kind, id, label } : undefined,
    tenants,
    mappings: mappingsOf(refusal, described) ?? [],
    status: refusal.status,
    code: refusal.reason,
    reason: refusal.inner.reason,
    detail: refusal.inner.message,
  };
}

function mappingsOf(refusal: Refusal, described: Description): readonly string[] | undefined {
  return refusal instanceof PolicyRefusal ? refusal.mappings : described.mappings;
}

function causeOf(refusal: Refusal, error: unknown): string | undefined {
  if (refusal.reason === 'internal') {
    return error instanceof Error ? error.stack : String(error);
  }
  return refusal.cause instanceof Error ? refusal.cause.message : undefined;
}

/** The path without its query string: what people ask for is theirs, and it may hold secrets. */
function describe(request: IncomingMessage, { requestId, endpoint, subject, confinement }: Trace) {
  return {
    requestId,
    method: request.method,
    endpoint: endpoint?.path ?? (request.url ?? '').split('?', 1)[0]?.slice(0, 200),
    subject: subject && subjectLabel(subject),
    subjectId: subject?.id,
    issuer: subject?.issuer,
    kind: subject?.kind,
    tenants: confinement?.decision.tenants.map(({ tenant }) => tenant.name),
    mappings: confinement?.decision.mappings,
  };
}
