import type { Subject } from '@gatehouse/model';
import { type RequestHandler, Router } from 'express';
import type { PrincipalCount } from '../identity/seen/principalCounts';
import { StoreUnavailable } from '../store/storeUnavailable';
import type { SeenSubject, SubjectPosition } from '../store/subjectStore';
import { authorOf } from './author';
import { methodNotAllowed } from './methodNotAllowed';
import type { AdminParts } from './parts';
import { Problem } from './problem';
import { parseQuery } from './readQuery';
import { principalsQuerySchema, subjectsQuerySchema } from './schemas';

/** Somebody who came, as clients see them. */
export interface SubjectDocument extends Omit<Subject, 'vmAccess'> {
  /** Names the subject in URLs. */
  key: string;
  /** True when something was too long or too much to keep. */
  shortened: boolean;
  firstSeen: string;
  lastSeen: string;
  /** How many requests came, approximately. */
  visits: number;
}

/** The answer of `GET /v1/subjects`. */
export interface SubjectsDocument {
  subjects: SubjectDocument[];
  /** The `cursor` of the next page; null on the last one. */
  next: string | null;
}

/** The answer of `GET /v1/subjects/principals`. */
export interface PrincipalsDocument {
  principals: PrincipalCount[];
}

/** `GET /v1/subjects` and below it: who came, the principals that name them, and forgetting somebody. */
export function subjectRoutes({
  seen,
  principals,
  logger,
}: Pick<AdminParts, 'seen' | 'principals' | 'logger'>): Router {
  const router = Router();

  router.get(
    '/',
    whileStoreIsThere(async (request, response) => {
      const { limit, cursor, ...filter } = parseQuery(request, subjectsQuerySchema);
      const { subjects, next } = await seen.list(filter, cursor, limit);
      const document: SubjectsDocument = {
        subjects: subjects.map(toDocument),
        next: next === undefined ? null : toCursor(next),
      };
      response.json(document);
    })
  );
  router.all('/', methodNotAllowed('GET', 'HEAD'));

  router.get(
    '/principals',
    whileStoreIsThere(async (request, response) => {
      const { limit, ...query } = parseQuery(request, principalsQuerySchema);
      const document: PrincipalsDocument = { principals: await principals.find(query, limit) };
      response.json(document);
    })
  );
  router.all('/principals', methodNotAllowed('GET', 'HEAD'));

  router.get(
    '/:key',
    whileStoreIsThere(async (request, response) => {
      const found = await seen.find(keyOf(request.params.key));
      if (found === undefined) {
        throw nobody();
      }
      response.json(toDocument(found));
    })
  );
  router.delete(
    '/:key',
    whileStoreIsThere(async (request, response) => {
      const key = keyOf(request.params.key);
      if (!(await seen.forget(key))) {
        throw nobody();
      }
      logger.info(
        { event: 'subject-forgotten', key, author: authorOf(request.headers['x-grafana-context']) },
        'subject forgotten'
      );
      response.status(204).end();
    })
  );
  router.all('/:key', methodNotAllowed('GET', 'HEAD', 'DELETE'));
  return router;
}

/** Nobody who was seen: never, or not for long, or forgotten. */
function nobody(): Problem {
  return new Problem('not-found', 'nobody who came lately has this key; GET /v1/subjects lists who did');
}

function keyOf(text: unknown): string {
  return typeof text === 'string' ? text : '';
}

function whileStoreIsThere(handler: RequestHandler): RequestHandler {
  return async (request, response, next) => {
    try {
      await handler(request, response, next);
    } catch (error) {
      throw error instanceof StoreUnavailable
        ? new Problem(
            'store-unavailable',
            "who came cannot be read: the store is unavailable, see the proxy's log for the reason"
          )
        : error;
    }
  };
}

function toDocument({ key, subject, shortened, firstSeen, lastSeen, visits }: SeenSubject): SubjectDocument {
  return {
    key,
    ...subject,
    shortened,
    firstSeen: new Date(firstSeen).toISOString(),
    lastSeen: new Date(lastSeen).toISOString(),
    visits,
  };
}

/** Read by `subjectsQuerySchema`. */
function toCursor({ lastSeen, key }: SubjectPosition): string {
  return `${lastSeen}.${key}`;
}
