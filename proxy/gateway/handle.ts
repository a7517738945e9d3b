import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Subject } from '@gatehouse/model';
import type { Config } from '../config/schema';
import type { Client } from '../identity/credentials/attempts';
import type { Identity } from '../identity/identity';
import type { SeenSubjects } from '../identity/seen/seenSubjects';
import type { AccessKeeper } from './access';
import { watchAdmission } from './admissionWatch';
import { answerSuccess } from './answer';
import type { Confinement } from './confinement';
import type { EndpointLookup } from './endpoint';
import type { Endpoint } from './endpoints';
import { readForm } from './form';
import type { Upstreams } from './forward';
import { refuseDisputedFraming } from './framing';
import { type BackendHazards, refuseHazards } from './hazards';
import type { Leave, LimitKeeper } from './limits/limitKeeper';
import { ownAnswer } from './ownAnswer';
import { readParameters } from './parameters';
import { readHeaders, writeHeaders } from './passedHeaders';
import { malformed, type Refusal } from './refusal';
import { rewrite } from './rewrite';
import { singleHeader } from './singleHeader';
import { parseTarget, type Target } from './target';
import { unauthorized } from './unauthorized';
import type { UpstreamRequest } from './upstreamRequest';
import { openWriteBody } from './writeBody';

/** What the steps need, wired once at start. */
export interface Steps {
  lookUpEndpoint: EndpointLookup;
  identity: Identity;
  seen: SeenSubjects;
  access: AccessKeeper;
  limits: LimitKeeper;
  hazards: BackendHazards;
  upstreams: Upstreams;
  /** How large and how slow a request may be. */
  bounds: Config['requests'];
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** What became known of a request on its way, for its log line and its metrics. */
export interface Trace {
  readonly requestId: string;
  endpoint: Endpoint | undefined;
  subject: Subject | undefined;
  confinement: Confinement | undefined;
  target: Target | undefined;
  /** Of the policy that decided; undefined until one is asked. */
  revision: number | undefined;
}

export function startTrace(): Trace {
  return {
    requestId: newRequestId(),
    endpoint: undefined,
    subject: undefined,
    confinement: undefined,
    target: undefined,
    revision: undefined,
  };
}

/** 16 hexadecimal digits, all random: nobody guesses the number of somebody else's request, and none comes twice. */
function newRequestId(): string {
  const uuid = randomUUID();
  return uuid.slice(-12) + uuid.slice(0, 4);
}

interface Admitted {
  subject: Subject;
  confinement: Confinement;
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
  const { lookUpEndpoint, access, limits, hazards, bounds, now } = steps;
  refuseUpgrade(request);
  refuseDisputedFraming(request);

  const target = (trace.target = parseTarget(request.url ?? '', singleHeader(request, 'x-gatehouse-tenant')));
  const matched = lookUpEndpoint(target.path, request.method ?? '');
  const endpoint = (trace.endpoint = matched.endpoint);
  const admit = async (client?: Client): Promise<Admitted> => {
    const subject = (trace.subject = await identify(steps, request, client));
    trace.revision = access.revision;
    const confinement = (trace.confinement = access.confine(subject, { ...target, access: endpoint.access }, now()));
    return { subject, confinement };
  };
  const admitted = await admit(request.socket);
  return holding(limits.arrive(admitted.subject), async () => {
    const writes = endpoint.access === 'write';
    const form = writes ? '' : await readForm(request, bounds);
    // While a form came in slowly, the token may have expired and the mapping may have been revoked.
    const { subject, confinement } = !writes && request.method === 'POST' ? await admit() : admitted;
    const parameters = readParameters(endpoint, form, target.query);
    return holding(await limits.enter(subject, confinement.decision, parameters, now(), endpoint.range), async () => {
      const own = ownAnswer(endpoint, matched.path, confinement);
      if (own !== undefined) {
        answerSuccess(response, own.data);
        return 200;
      }
      refuseHazards(hazards, endpoint, confinement);
      const upstreamRequest = rewrite(matched, confinement, parameters, {
        method: methodOf(request, endpoint),
        headers: writes ? writeHeaders(request, endpoint) : readHeaders(request),
        openBody: writes ? () => openWriteBody(request, bounds.writeBytes) : undefined,
      });
      return exchange(steps, upstreamRequest, response, { admit, confinement });
    });
  });
}

/** Gives back what was taken when the work is over, however it ends. */
async function holding<T>(leave: Leave, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    leave();
  }
}

/** Sends it upstream and the answer back; what may take long holds only as long as it would be admitted. */
async function exchange(
  { upstreams }: Steps,
  upstreamRequest: UpstreamRequest,
  response: ServerResponse,
  { admit, confinement }: { admit: () => Promise<Admitted>; confinement: Confinement }
): Promise<number> {
  if (upstreamRequest.bound === 'answer') {
    return upstreams.forward(upstreamRequest, response);
  }
  let ended: Refusal | undefined;
  const stopWatching = watchAdmission(
    async () => (await admit()).confinement,
    confinement,
    (refusal) => {
      ended = refusal;
      stopWatching();
      if (upstreamRequest.body instanceof Readable && !response.headersSent) {
        upstreamRequest.body.destroy(refusal);
      } else {
        response.destroy();
      }
    }
  );
  try {
    return await upstreams.forward(upstreamRequest, response);
  } catch (error) {
    throw ended ?? error;
  } finally {
    stopWatching();
  }
}

/** A write without a body (Datadog's checks) is a GET; a form is sent as it came. */
function methodOf({ method }: IncomingMessage, endpoint: Endpoint): UpstreamRequest['method'] {
  return endpoint.methods.find((allowed) => allowed === method) ?? 'GET';
}

function refuseUpgrade(request: IncomingMessage): void {
  if (request.headers.upgrade !== undefined) {
    throw malformed('upgrade', 'protocol upgrades are not served');
  }
}

async function identify({ identity, seen, now }: Steps, request: IncomingMessage, client?: Client): Promise<Subject> {
  const identified = await identity.identify(request.rawHeaders, request.headers, client);
  if (!identified.ok) {
    throw unauthorized(identified);
  }
  seen.saw(identified.subject, now());
  return identified.subject;
}
