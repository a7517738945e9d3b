import {
  policyDocumentSchema,
  restoreBodySchema,
  revisionDiffQuerySchema,
  revisionDiffSchema,
  revisionNumberSchema,
  type RevisionsDocument,
  revisionsQuerySchema,
  revisionsSchema,
} from '@gatehouse/model/api';
import { z } from 'zod';
import { toRevisionSummary } from '../../policy/desk/toRevisionSummary';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { Problem } from '../problem';
import { replyToSubmitted, SUBMITTED } from '../submitted';
import { whileStoreIsThere } from '../whileStoreIsThere';

const numberParameter = z.strictObject({ number: revisionNumberSchema });

const UNREAD = 'the history cannot be read';

/** `/v1/revisions`: the history of the policy, and going back in it. */
export function revisionOperations({
  desk,
  policies,
  revisions,
  logger,
}: Pick<AdminParts, 'desk' | 'policies' | 'revisions' | 'logger'>): Operation[] {
  return [
    operation({
      id: 'listRevisions',
      method: 'get',
      path: '/revisions',
      role: 'viewer',
      tag: 'Revisions',
      summary: 'The history of the policy',
      query: revisionsQuerySchema,
      problems: ['store-unavailable'],
      answers: { 200: { description: 'A page of it, the newest first', schema: revisionsSchema } },
      async handle({ query: { limit, before } }) {
        const found = await whileStoreIsThere(policies.list(before, limit), UNREAD);
        const last = found.at(-1)?.number ?? 1;
        const body: RevisionsDocument = {
          revisions: found.map(toRevisionSummary),
          // Numbered from 1 without gaps.
          next: found.length < limit || last <= 1 ? null : String(last),
        };
        return { status: 200, body };
      },
    }),
    operation({
      id: 'getRevision',
      method: 'get',
      path: '/revisions/{number}',
      role: 'viewer',
      tag: 'Revisions',
      summary: 'A revision with its policy',
      description: 'Its warnings are those of today: what it names may have left the configuration since.',
      parameters: numberParameter,
      problems: ['not-found', 'policy-desk-busy', 'store-unavailable'],
      answers: { 200: { description: 'The revision', schema: policyDocumentSchema } },
      async handle({ parameters: { number } }) {
        const body = number === 0 ? undefined : await whileStoreIsThere(desk.show(number), UNREAD);
        if (body === undefined) {
          throw new Problem(
            'not-found',
            `there is no revision ${number}; GET /v1/revisions lists those that there are`
          );
        }
        return { status: 200, body };
      },
    }),
    operation({
      id: 'diffRevision',
      method: 'get',
      path: '/revisions/{number}/diff',
      role: 'viewer',
      tag: 'Revisions',
      summary: 'What a revision changed',
      description: 'Compared with the revision before it, or with any other.',
      parameters: numberParameter,
      query: revisionDiffQuerySchema,
      problems: ['not-found', 'policy-desk-busy', 'store-unavailable'],
      answers: { 200: { description: 'By tenant, mapping and grant', schema: revisionDiffSchema } },
      async handle({ parameters: { number }, query: { from = Math.max(0, number - 1) } }) {
        return { status: 200, body: await whileStoreIsThere(desk.diffRevisions(from, number), UNREAD) };
      },
    }),
    operation({
      id: 'restoreRevision',
      method: 'post',
      path: '/revisions/{number}/restore',
      role: 'editor',
      tag: 'Revisions',
      summary: 'Publishes the policy of an older revision anew',
      description:
        'The old policy is checked as if it had just been written. A revision that means what the latest one means is not published again.',
      parameters: numberParameter,
      ifMatch: true,
      body: { schema: restoreBodySchema },
      problems: [
        'not-found',
        'policy-desk-busy',
        'policy-invalid',
        'policy-unchanged',
        'policy-read-only',
        'proposals-too-many',
        'revision-conflict',
        'store-unavailable',
      ],
      answers: SUBMITTED,
      async handle({ parameters: { number }, body: { comment }, expectedRevision: expected, actor }) {
        const submitted = await whileStoreIsThere(
          revisions.change(() => desk.restore(number, { expected, actor, comment })),
          'nothing was restored'
        );
        return replyToSubmitted(submitted, actor, logger);
      },
    }),
  ];
}
