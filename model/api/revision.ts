import { z } from 'zod';
import { policyDiffSchema } from '../diff/policyDiff';
import { actorSchema } from './actor';
import { momentSchema, nextSchema, pageSizeSchema } from './page';
import { commentSchema } from './policy';
import { replaceBy } from './replaceBy';

/** The number of a revision as it stands in a URL. */
export const revisionNumberSchema = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,14})$/, 'the number of a revision')
  .transform(Number)
  .meta({ description: 'The number of a revision.', override: replaceBy({ type: 'integer', minimum: 0 }), example: 7 });

/** When, why and by whom a revision came to be, without its policy. */
export const revisionSummarySchema = z
  .object({
    number: z.number().int().min(0).meta({ description: 'Counts from 1 without gaps.' }),
    comment: z.string(),
    author: actorSchema,
    createdAt: momentSchema,
    tenants: z.number().int().min(0).meta({ description: 'How many its policy has.' }),
    mappings: z.number().int().min(0),
    approvedBy: actorSchema.nullable().meta({ description: 'The second person, where one was needed.' }),
    restoredFrom: z.number().int().nullable().meta({ description: 'The revision whose policy was brought back.' }),
  })
  .meta({ id: 'RevisionSummary', description: 'A revision, without its policy.' });

/** The parameters of `GET /v1/revisions`. */
export const revisionsQuerySchema = z.strictObject({
  limit: pageSizeSchema(50, 500),
  before: revisionNumberSchema.optional().meta({ description: 'The `next` of the page before.' }),
});

/** The answer of `GET /v1/revisions`. */
export const revisionsSchema = z
  .object({ revisions: z.array(revisionSummarySchema), next: nextSchema })
  .meta({ id: 'Revisions', description: 'A page of the history, the newest first.' });

/** The parameters of `GET /v1/revisions/{number}/diff`. */
export const revisionDiffQuerySchema = z.strictObject({
  from: revisionNumberSchema.optional().meta({
    description: 'The revision that it is compared with, older or newer; the one before it when left out.',
  }),
});

/** The answer of `GET /v1/revisions/{number}/diff`. */
export const revisionDiffSchema = z
  .object({ from: revisionSummarySchema, to: revisionSummarySchema, diff: policyDiffSchema })
  .meta({ id: 'RevisionDiff', description: 'What differs between two revisions, by what they mean.' });

/** The body of `POST /v1/revisions/{number}/restore`. */
export const restoreBodySchema = z.strictObject({ comment: commentSchema }).meta({
  id: 'RestoreBody',
  description: 'Why an older policy is brought back.',
  examples: [{ comment: 'Back to the policy of Friday' }],
});

/** What `changes` of a `revision-conflict` holds. */
export const missedChangesSchema = z
  .object({
    from: z.number().int().min(0).meta({ description: 'The revision that was expected.' }),
    to: z.number().int().min(0).meta({ description: 'The latest.' }),
    revisions: z.array(revisionSummarySchema).meta({ description: 'Those in between, the newest first.' }),
    leftOut: z.number().int().min(0).meta({ description: 'How many older ones of them are left out.' }),
    diff: policyDiffSchema.nullable().meta({
      description: 'What differs between both; null when the expected one does not exist or cannot be read.',
    }),
  })
  .meta({ id: 'MissedChanges', description: 'What others have published since the revision that was expected.' });

export type RevisionSummaryDocument = z.output<typeof revisionSummarySchema>;
export type RevisionsDocument = z.output<typeof revisionsSchema>;
export type RevisionDiffDocument = z.output<typeof revisionDiffSchema>;
export type MissedChanges = z.output<typeof missedChangesSchema>;
