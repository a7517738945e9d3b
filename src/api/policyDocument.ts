import { publishedPolicySchema } from '@gatehouse/model';
import { z } from 'zod';

const policySourceSchema = z.object({
  kind: z.string(),
  /** Path of the policy's file on the proxy. */
  file: z.string().optional(),
  /** What is wrong with the file now, so that the policy that it held before is in force. */
  problem: z.string().optional(),
});

/** Where the policy in force comes from. Only what is in the store can be changed here. */
export type PolicySource = z.output<typeof policySourceSchema>;

export function isReadOnly({ kind }: PolicySource): boolean {
  return kind !== 'store';
}

export const policyDocumentSchema = z.object({
  revision: z.number().int().min(0),
  policy: publishedPolicySchema,
  comment: z.string(),
  author: z.string(),
  createdAt: z.string(),
  // Proxies without policy files do not say, nor does the answer to a publish.
  source: policySourceSchema.default({ kind: 'store' }),
});

/** A published revision of the policy. Revision 0 means that nothing was published yet. */
export type PolicyDocument = z.output<typeof policyDocumentSchema>;
