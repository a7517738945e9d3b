import type { z } from 'zod';
import { type PolicyDocument, policyDocumentSchema } from './policyDocument';
import { type Proposal, proposalSchema } from './proposal';

/** What came of a publish: it is in force, or it waits for a second person. */
export type PublishOutcome = { document: PolicyDocument; proposal?: undefined } | { proposal: Proposal };

/** Proposals are answered with 202 Accepted. */
const ACCEPTED = 202;

/** What a change of the policy is answered with, by the status of the answer. */
export function outcomeSchema(status: number): z.ZodType<PublishOutcome> {
  return status === ACCEPTED
    ? proposalSchema.transform((proposal) => ({ proposal }))
    : policyDocumentSchema.transform((document) => ({ document }));
}
