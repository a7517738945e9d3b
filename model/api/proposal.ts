import { z } from 'zod';
import { policyDiffSchema } from '../diff/policyDiff';
import { policySchema } from '../policy/schema';
import { actorSchema } from './actor';
import { findingSchema } from './finding';
import { momentSchema, nextSchema, pageSizeSchema } from './page';
import { replaceBy } from './replaceBy';
import { missedChangesSchema } from './revision';

/** The id of a proposal as it stands in a URL. */
export const proposalIdSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/, 'the id of a proposal')
  .transform(Number)
  .meta({ description: 'The id of a proposal.', override: replaceBy({ type: 'integer', minimum: 1 }), example: 1 });

const stateSchema = z.enum(['open', 'approved', 'rejected', 'withdrawn']);

const summary = {
  id: z.number().int().min(1).meta({ description: 'Counts from 1.' }),
  base: z.number().int().min(0).meta({ description: 'The revision that its author saw.' }),
  comment: z.string(),
  author: actorSchema,
  createdAt: momentSchema,
  tenants: z.number().int().min(0).meta({ description: 'How many its policy has.' }),
  mappings: z.number().int().min(0),
  restoredFrom: z.number().int().nullable().meta({ description: 'The revision whose policy is to be brought back.' }),
  state: stateSchema,
  outdated: z.boolean().meta({
    description: 'True when it waits and its base is not the latest revision any more: it cannot be approved.',
  }),
  endedAt: momentSchema.nullable(),
  endedBy: actorSchema.nullable(),
  endedComment: z.string().nullable(),
  revision: z.number().int().nullable().meta({ description: 'The revision that it became.' }),
};

/** A proposal without its policy. */
export const proposalSummarySchema = z
  .object(summary)
  .meta({ id: 'ProposalSummary', description: 'A change that waits, or waited, for a second person.' });

/** The parameters of `GET /v1/proposals`. */
export const proposalsQuerySchema = z.strictObject({
  state: stateSchema.optional().meta({ description: 'Only these.' }),
  limit: pageSizeSchema(50, 500),
  before: proposalIdSchema.optional().meta({ description: 'The `next` of the page before.' }),
});

/** The answer of `GET /v1/proposals`. */
export const proposalsSchema = z
  .object({ proposals: z.array(proposalSummarySchema), next: nextSchema })
  .meta({ id: 'Proposals', description: 'A page of the proposals, the newest first.' });

/** The answer of `GET /v1/proposals/{id}`, and of what is to be approved first. */
export const proposalSchema = z
  .object({
    ...summary,
    diff: policyDiffSchema.nullable().meta({
      description: 'What it changes of its base; null when its policy is not kept any more.',
    }),
    missed: missedChangesSchema.nullable().meta({
      description: 'Of an outdated one: what was published since its base, and has to be brought together with it.',
    }),
    problems: z
      .array(findingSchema)
      .meta({ description: 'What keeps it from being approved under today’s configuration.' }),
    warnings: z.array(findingSchema).meta({ description: 'What is allowed but rarely meant.' }),
  })
  .meta({ id: 'Proposal', description: 'A change that waits, or waited, for a second person, with what it changes.' });

/** The answer of `GET /v1/proposals/{id}/policy`. */
export const proposalPolicySchema = z
  .object({ id: z.number().int(), base: z.number().int(), policy: policySchema })
  .meta({ id: 'ProposalPolicy', description: 'The policy that is proposed, whole.' });

/** The body of `POST /v1/proposals/{id}/approve`, `…/reject` and `…/withdraw`. */
export const endProposalSchema = z
  .strictObject({
    comment: z.string().trim().max(500, 'at most 500 characters').default('').meta({ description: 'Why.' }),
  })
  .meta({ id: 'EndProposal', description: 'Why a proposal ends.', examples: [{ comment: 'As discussed on Monday' }] });

export type ProposalSummaryDocument = z.output<typeof proposalSummarySchema>;
export type ProposalsDocument = z.output<typeof proposalsSchema>;
export type ProposalDocument = z.output<typeof proposalSchema>;
