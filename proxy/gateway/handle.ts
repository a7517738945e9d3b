import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Subject } from '@gatehouse/model';
import type { Identity } from '../identity/identity';
import type { AccessKeeper } from './access';
import { answerSuccess } from './answer';
import type { Confinement } from './confinement';
import type { EndpointLookup } from './endpoint';
import type { Endpoint } from './endpoints';
import { readForm } from './form';
import type { Upstreams } from './forward';
import type { LimitKeeper } from './limits';
import { ownAnswer } from './ownAnswer';
import { readParameters } from './parameters';
import { malformed, Refusal } from './refusal';
import { passedHeaders, rewrite } from './rewrite';
import { singleHeader } from './singleHeader';
import { parseTarget } from './target';

/** What the steps need, wired once at start. */
export interface Steps {
  lookUpEndpoint: EndpointLookup;
  identity: Identity;
  access: AccessKeeper;
  limits: LimitKeeper;
  upstreams: Upstreams;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** What became known of a request on its way, for its log line and its metrics. */
export interface Trace {
  readonly requestId: string;
  endpoint: Endpoint | undefined;
  subject: Subject | undefined;
  confinement: Confinement | undefined;
}

export function startTrace(): Trace {
  return { requestId: randomUUID().slice(0, 8), endpoint: undefined, subject: undefined, confinement: undefined };
}

/**
 * The way of a query. Nothing is sent upstream before every step has said yes, and what was checked is the very string that is
 * sent.
 *
 * @returns the status that was answered
 * @throws Refusal from the first step that says no
 */
export async function handle(
  steps: Steps,
  request: IncomingMessage,
  response: ServerResponse,
  trace: Trace
): Promise<number> {
  const { lookUpEndpoint, identity, access, limits, upstreams, now } = steps;
  refuseUpgrade(request);

  const target = parseTarget(request.url ?? '', singleHeader(request, 'x-gatehouse-tenant'));
  const endpoint = (trace.endpoint = lookUpEndpoint(target.path, request.method ?? ''));
  const admit = async () => {
    const subject = (trace.subject = await identify(identity, request));
    const confinement = (trace.confinement = access.confine(subject, { ...target, access: endpoint.access }, now()));
    return { subject, confinement };
  };
  const admitted = await admit();
  const form = await readForm(request);
  // While a form came in slowly, the token may have expired and the mapping may have been revoked.
  const { subject, confinement } = request.method === 'POST' ? await admit() : admitted;
  const parameters = readParameters(endpoint, form, target.query);
  const leave = await limits.enter(subject, confinement.decision, parameters, now());
  try {
    const own = ownAnswer(endpoint, target.path, confinement);
    if (own !== undefined) {
      answerSuccess(response, own.data);
      return 200;
    }
    const method = request.method === 'POST' ? 'POST' : 'GET';
    const headers = passedHeaders(request.headers['accept-encoding']);
    return await upstreams.forward(rewrite(endpoint, target.path, confinement, parameters, method, headers), response);
  } finally {
    leave();
  }
}

function refuseUpgrade(request: IncomingMessage): void {
  if (request.headers.upgrade !== undefined) {
    throw malformed('upgrade', 'protocol upgrades are not served');
  }
}

async function identify(identity: Identity, request: IncomingMessage): Promise<Subject> {
  const identified = await identity.identify(request.rawHeaders, request.headers);
  if (identified.ok) {
    return identified.subject;
  }
  const { status, reason, message } = identified;
  throw status === 401
    ? new Refusal(401, 'unauthorized', reason, message, { 'WWW-Authenticate': 'Bearer error="invalid_token"' })
    : new Refusal(503, 'unavailable', reason, message, { 'Retry-After': '5' });
}
