import {
  principalCountsSchema,
  principalsQuerySchema,
  type PrincipalCountsDocument,
  type SeenSubjectDocument,
  seenSubjectSchema,
  type SeenSubjectsDocument,
  seenSubjectsSchema,
  subjectsQuerySchema,
} from '@gatehouse/model/api';
import { z } from 'zod';
import { auditing } from '../../audit/auditing';
import { forgetActivity } from '../../store/forgetActivity';
import { StoreUnavailable } from '../../store/storeUnavailable';
import type { SeenSubject, SubjectPosition } from '../../store/subjectStore';
import { authorship } from '../authorship';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { Problem } from '../problem';

const keyParameter = z.strictObject({ key: z.string().meta({ description: 'The `key` of a subject in the list.' }) });

/** `/v1/subjects`: who came, the principals that name them, and forgetting somebody. */
export function subjectOperations({
  activity,
  seen,
  principals,
  logger,
  now,
}: Pick<AdminParts, 'activity' | 'seen' | 'principals' | 'logger' | 'now'>): Operation[] {
  return [
    operation({
      id: 'listSubjects',
      method: 'get',
      path: '/subjects',
      role: 'viewer',
      tag: 'Subjects',
      summary: 'Who came lately',
      query: subjectsQuerySchema,
      problems: ['store-unavailable'],
      answers: { 200: { description: 'A page of them, the latest first', schema: seenSubjectsSchema } },
      async handle({ query: { limit, cursor, ...filter } }) {
        const { subjects, next } = await whileStoreIsThere(seen.list(filter, cursor, limit));
        const body: SeenSubjectsDocument = {
          subjects: subjects.map(toDocument),
          next: next === undefined ? null : toCursor(next),
        };
        return { status: 200, body };
      },
    }),
    operation({
      id: 'listPrincipals',
      method: 'get',
      path: '/subjects/principals',
      role: 'viewer',
      tag: 'Subjects',
      summary: 'The principals that name those who came lately',
      query: principalsQuerySchema,
      problems: ['store-unavailable'],
      answers: { 200: { description: 'The most frequent ones', schema: principalCountsSchema } },
      async handle({ query: { limit, ...query } }) {
        const body: PrincipalCountsDocument = { principals: await whileStoreIsThere(principals.find(query, limit)) };
        return { status: 200, body };
      },
    }),
    operation({
      id: 'getSubject',
      method: 'get',
      path: '/subjects/{key}',
      role: 'viewer',
      tag: 'Subjects',
      summary: 'Somebody who came lately',
      parameters: keyParameter,
      problems: ['not-found', 'store-unavailable'],
      answers: { 200: { description: 'The subject', schema: seenSubjectSchema } },
      async handle({ parameters: { key } }) {
        const found = await whileStoreIsThere(seen.find(key));
        if (found === undefined) {
          throw nobody();
        }
        return { status: 200, body: toDocument(found) };
      },
    }),
    operation({
      id: 'forgetSubject',
      method: 'delete',
      path: '/subjects/{key}',
      role: 'admin',
      tag: 'Subjects',
      summary: 'Forgets somebody',
      description:
        'Also what is kept of their requests. What changes they made, and that they were forgotten, stays in the audit. Whoever comes again is remembered again.',
      parameters: keyParameter,
      problems: ['not-found', 'store-unavailable'],
      answers: { 204: { description: 'Forgotten' } },
      async handle({ parameters: { key }, actor }) {
        let erased = false;
        const audit = auditing(() =>
          erased ? { at: now(), event: 'subject-forgotten', actor, target: `subject:${key}`, details: {} } : undefined
        );
        activity.forget(key);
        const forget = seen.forget(key, async (transaction, found) => {
          erased = [found, await forgetActivity(transaction, key)].includes(true);
          await audit.within(transaction, undefined);
        });
        if (!(await whileStoreIsThere(forget)) && !erased) {
          throw nobody();
        }
        logger.info(
          { event: 'subject-forgotten', key, ...authorship(actor), auditHead: audit.head() },
          'subject forgotten'
        );
        return { status: 204 };
      },
    }),
  ];
}

/** Nobody who was seen: never, or not for long, or forgotten. */
function nobody(): Problem {
  return new Problem('not-found', 'nobody who came lately has this key; GET /v1/subjects lists who did');
}

async function whileStoreIsThere<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StoreUnavailable
      ? new Problem(
          'store-unavailable',
          "who came cannot be read: the store is unavailable, see the proxy's log for the reason"
        )
      : error;
  }
}

function toDocument({ key, subject, shortened, firstSeen, lastSeen, visits }: SeenSubject): SeenSubjectDocument {
  const { vmAccess: _vmAccess, vmAccessProblem: _vmAccessProblem, groups, claims, ...known } = subject;
  return {
    key,
    ...known,
    groups: [...groups],
    claims: Object.fromEntries(Object.entries(claims).map(([claim, values]) => [claim, [...values]])),
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
