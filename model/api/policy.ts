import { z } from 'zod';
import { policySchema } from '../policy/schema';
import { actorSchema } from './actor';
import { findingSchema } from './finding';

/** Control characters, halves of characters, and what turns the direction of writing. */
const UNFIT = /(?![\n\t])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Why somebody changes the policy. */
export const commentSchema = z
  .string('say in a comment what changes and why')
  .trim()
  .min(1, 'say in a comment what changes and why')
  .max(500, 'at most 500 characters')
  // It stands in lists, logs and terminals for as long as there is a history, and must not change how what stands beside it looks.
  .refine(
    (text) => !UNFIT.test(text),
    'no control characters but line breaks and tabs, and none that change the direction of writing'
  )
  .meta({ description: 'What changes and why, for those who read the history.' });

/** The body of `PUT /v1/policy`. The policy itself is checked by the model, which says more about it. */
export const publishBodySchema = z.strictObject({ policy: z.unknown(), comment: commentSchema }).meta({
  id: 'PublishBody',
  description: 'A policy, whole, and why it is published.',
  examples: [
    {
      policy: {
        tenants: [{ name: 'acme', title: 'Acme Corp', backend: 'cluster', account: 1 }],
        mappings: [
          {
            name: 'acme-developers',
            principals: ['group:acme-dev', 'user:alice@example.com'],
            grants: [{ tenant: 'acme', access: 'read', filters: ['{team="dev"}'] }],
          },
        ],
      },
      comment: 'The developers of Acme read their series',
    },
  ],
});

/** Where the policy in force comes from. */
export const policySourceSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('store') }),
    z.strictObject({
      kind: z.literal('file'),
      file: z.string().meta({ description: 'Its path on the proxy.' }),
      problem: z.string().optional().meta({
        description: 'What is wrong with the file now, so that the policy that it held before is in force.',
      }),
    }),
  ])
  .meta({ id: 'PolicySource', description: 'With `file` the API changes no policy: `policy-read-only`.' });

/** A revision with its policy: the answer of `GET /v1/policy` and `GET /v1/revisions/{number}`. */
export const policyDocumentSchema = z
  .object({
    revision: z.number().int().min(0).meta({ description: 'Counts from 1; 0 before the first publish.' }),
    policy: policySchema,
    comment: z.string(),
    author: z.string().meta({ description: 'The name in `actor`.' }),
    actor: actorSchema,
    createdAt: z.iso.datetime(),
    approvedBy: actorSchema.nullable().meta({ description: 'The second person, where one was needed.' }),
    restoredFrom: z.number().int().nullable().meta({ description: 'The revision whose policy was brought back.' }),
    warnings: z.array(findingSchema).meta({ description: 'What is allowed but rarely meant.' }),
    source: policySourceSchema.optional().meta({ description: 'Only of the policy in force.' }),
  })
  .meta({ id: 'PolicyDocument', description: 'A revision of the policy.' });

export type PolicyDocument = z.output<typeof policyDocumentSchema>;
