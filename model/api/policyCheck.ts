import { z } from 'zod';
import { policyDiffSchema } from '../diff/policyDiff';
import { impactSchema } from '../impact/impact';
import { replaySchema } from '../impact/replayed';
import { findingSchema } from './finding';
import { revisionSummarySchema } from './revision';

const EXAMPLE = {
  tenants: [{ name: 'acme', backend: 'cluster', account: 1 }],
  mappings: [{ name: 'acme-developers', principals: ['group:acme-dev'], grants: [{ tenant: 'acme', access: 'read' }] }],
};

/** The body of `POST /v1/policy/validate`. */
export const validateBodySchema = z.strictObject({ policy: z.unknown() }).meta({
  id: 'ValidateBody',
  description: 'A policy, whole, to be looked at.',
  examples: [{ policy: EXAMPLE }],
});

const count = z.number().int().min(0);

/** The answer of `POST /v1/policy/validate`. */
export const validationSchema = z
  .object({
    problems: z.array(findingSchema).meta({ description: 'With any of these the policy cannot be published.' }),
    problemsLeftOut: count.meta({ description: 'How many problems are left out.' }),
    warnings: z.array(findingSchema).meta({ description: 'What is allowed but rarely meant.' }),
    warningsLeftOut: count.meta({ description: 'How many warnings are left out.' }),
  })
  .meta({ id: 'Validation', description: 'What is to be said about a policy.' });

/** The body of `POST /v1/policy/diff`. */
export const diffBodySchema = z
  .strictObject({
    policy: z.unknown(),
    from: z.number().int().min(0).max(1e15).optional().meta({
      description: 'The number of the revision that it is compared with; the one in force when left out.',
    }),
  })
  .meta({
    id: 'DiffBody',
    description: 'A policy, whole, to be compared with a revision.',
    examples: [{ policy: EXAMPLE }],
  });

/** The answer of `POST /v1/policy/diff`. */
export const draftDiffSchema = z
  .object({ from: revisionSummarySchema, diff: policyDiffSchema })
  .meta({ id: 'DraftDiff', description: 'What a draft would change of a revision, by what they mean.' });

/** The body of `POST /v1/policy/impact`. */
export const impactBodySchema = z
  .strictObject({
    policy: z.unknown(),
    replay: z.boolean().default(false).meta({
      description: 'Whether to decide the requests of the last hour again, under both policies.',
    }),
  })
  .meta({
    id: 'ImpactBody',
    description: 'A policy, whole, whose consequences are asked for.',
    examples: [{ policy: EXAMPLE, replay: true }],
  });

/** What would become of the requests of the last hour. */
export const replayedRequestsSchema = replaySchema
  .extend({
    since: z.iso.datetime().meta({ description: 'Requests since then were looked at, as far as they are counted.' }),
    skipped: count.meta({ description: 'How many could not be decided again: nothing is kept of who sent them.' }),
  })
  .meta({ id: 'ReplayedRequests', description: 'What would become of the requests of the last hour.' });

/** The answer of `POST /v1/policy/impact`. */
export const policyImpactSchema = z
  .object({
    revision: count.meta({ description: 'The revision in force, with which the draft was compared.' }),
    impact: impactSchema,
    complete: z.boolean().meta({ description: 'False when there were too many who came to look at all of them.' }),
    replay: replayedRequestsSchema
      .nullable()
      .meta({ description: 'Null when it was not asked for, or requests are not counted.' }),
    warnings: z.array(findingSchema).meta({ description: 'What is to be said about the draft.' }),
    warningsLeftOut: count,
  })
  .meta({ id: 'PolicyImpact', description: 'What a draft would mean for those who came lately.' });

export type ValidationDocument = z.output<typeof validationSchema>;
export type DraftDiffDocument = z.output<typeof draftDiffSchema>;
export type PolicyImpactDocument = z.output<typeof policyImpactSchema>;
