import { z } from 'zod';
import { actorSchema } from './actor';

/** What differs between two policies, each difference as a sentence without a full stop. */
export const policyDiffSchema = z.object({
  changes: z.array(z.object({ words: z.string() })),
  /** How many more there are. */
  leftOut: z.number(),
});

/** What others published since the revision that was expected, the newest revision first. */
export const missedChangesSchema = z.object({
  revisions: z.array(
    z.object({
      number: z.number(),
      comment: z.string(),
      author: actorSchema,
      createdAt: z.string(),
      // Proxies without approvals do not say.
      approvedBy: actorSchema.nullish(),
    })
  ),
  /** How many older ones there are. */
  leftOut: z.number(),
  /** Null when it could not be told. */
  diff: policyDiffSchema.nullable(),
});

export type PolicyDiff = z.output<typeof policyDiffSchema>;
export type MissedChanges = z.output<typeof missedChangesSchema>;
export type MissedRevision = MissedChanges['revisions'][number];
