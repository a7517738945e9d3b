import { type Response, Router } from 'express';
import type { RefusedRequest } from '../activity/refusedRequest';
import { maskTokens } from '../telemetry/maskTokens';
import { methodNotAllowed } from './methodNotAllowed';
import type { AdminParts } from './parts';
import { Problem } from './problem';
import { parseQuery } from './readQuery';
import { activityQuerySchema } from './schemas';

/** A refused request, as clients see it. */
export interface RefusalDocument extends Omit<RefusedRequest, 'at' | 'subject' | 'address'> {
  at: string;
  /** Null when nobody is known to have asked. */
  subject: RefusedRequest['subject'] | null;
  address: string | null;
}

/** The answer of `GET /v1/activity`. */
export interface ActivityDocument {
  refusals: RefusalDocument[];
  /** The `before` of the next page; null on the last one. */
  next: string | null;
  /** Refusals since then are kept by this process, at most so many. */
  since: string;
  most: number;
}

/** `GET /v1/activity` and below it: the latest refusals of this process, newest first, and why each one came. */
export function activityRoutes({ activity }: Pick<AdminParts, 'activity'>): Router {
  const router = Router();
  const { most } = activity;
  const since = new Date(activity.startedAt).toISOString();

  router.get('/', (request, response) => {
    const { request: requestId, limit, before, ...filter } = parseQuery(request, activityQuerySchema);
    const { refusals, next } = activity.list({ requestId, ...filter }, before, limit);
    const document: ActivityDocument = {
      refusals: refusals.map(({ refusal }) => toDocument(refusal)),
      next: next === undefined ? null : String(next),
      since,
      most,
    };
    sendMasked(response, document);
  });
  router.all('/', methodNotAllowed('GET', 'HEAD'));

  router.get('/:requestId', (request, response) => {
    const refusal = activity.find(request.params.requestId);
    if (refusal === undefined) {
      throw new Problem(
        'not-found',
        `this process knows no refusal by this number: it keeps the latest ${most} since ${since}; the log has the others, and each replica has its own`
      );
    }
    sendMasked(response, toDocument(refusal));
  });
  router.all('/:requestId', methodNotAllowed('GET', 'HEAD'));
  return router;
}

/** As in the log: a path or a name may hold a token by mistake. */
function sendMasked(response: Response, document: ActivityDocument | RefusalDocument): void {
  response.type('application/json').send(maskTokens(JSON.stringify(document)));
}

function toDocument({ at, subject, address, ...refusal }: RefusedRequest): RefusalDocument {
  return { at: new Date(at).toISOString(), ...refusal, subject: subject ?? null, address: address ?? null };
}
