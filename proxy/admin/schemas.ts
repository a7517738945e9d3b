import { nameSchema } from '@gatehouse/model';
import { z } from 'zod';

const text = (longest: number) => z.string().min(1).max(longest);

const subjectSchema = z.strictObject({
  issuer: nameSchema,
  kind: z.enum(['user', 'service']).default('user'),
  id: text(512),
  email: text(320).optional(),
  emailVerified: z.boolean().default(true),
  name: text(512).optional(),
  groups: z.array(text(512)).max(2000).default([]),
  groupsIncomplete: z.boolean().optional(),
  claimsIncomplete: z.boolean().optional(),
  claims: z.record(text(128), z.array(text(1024)).max(2000)).default({}),
});

const parameterValue = z
  .string()
  .max(65_536)
  .regex(/^\P{Cs}*$/u, 'half of a surrogate pair is no character');

const requestSchema = z.strictObject({
  access: z.enum(['read', 'write']).default('read'),
  tenant: nameSchema.optional(),
  backend: nameSchema.optional(),
  method: z.enum(['GET', 'POST']).default('GET'),
  path: text(2048).default('/api/v1/query'),
  parameters: z
    .record(text(256), z.union([parameterValue, z.array(parameterValue).max(1000)]))
    .default({ query: 'up' }),
});

/** The body of `POST /v1/explain`: a subject spelled out or a pasted token, a request, and perhaps a draft of a policy. */
export const explainSchema = z
  .strictObject({
    subject: subjectSchema.optional(),
    token: text(65_536).optional(),
    request: requestSchema.prefault({}),
    draft: z.unknown().optional(),
  })
  .refine(({ subject, token }) => (subject === undefined) !== (token === undefined), {
    message: 'give either a subject or a token',
  });

export type ExplainBody = z.output<typeof explainSchema>;
