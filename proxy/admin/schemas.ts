import { nameSchema, PRINCIPAL_KINDS } from '@gatehouse/model';
import { z } from 'zod';

const text = (longest: number) => z.string().min(1).max(longest);

/** The body of `PUT /v1/policy`. The policy itself is checked by the model. */
export const publishSchema = z.strictObject({
  policy: z.unknown(),
  comment: z
    .string('say in a comment what changes and why')
    .trim()
    .min(1, 'say in a comment what changes and why')
    .max(500, 'at most 500 characters'),
});

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

const pageSize = (fallback: number) =>
  z
    .string()
    .regex(/^[0-9]{1,3}$/, 'a number from 1 to 500')
    .default(String(fallback))
    .transform(Number)
    .pipe(z.number().min(1, 'a number from 1 to 500').max(500, 'a number from 1 to 500'));

const searched = z
  .string()
  .trim()
  .max(512)
  .transform((typed) => (typed === '' ? undefined : typed));

/** The parameters of `GET /v1/subjects`. */
export const subjectsQuerySchema = z.strictObject({
  search: searched.optional(),
  issuer: nameSchema.optional(),
  kind: z.enum(['user', 'service']).optional(),
  limit: pageSize(100),
  /** When the last one of the page before came, and its key. */
  cursor: z
    .string()
    .regex(/^[0-9]{1,15}\.[\w-]{43}$/, 'the next of the page before')
    .transform((cursor) => {
      const [lastSeen = '', key = ''] = cursor.split('.');
      return { lastSeen: Number(lastSeen), key };
    })
    .optional(),
});

/** The parameters of `GET /v1/subjects/principals`. */
export const principalsQuerySchema = z.strictObject({
  search: searched.optional(),
  kind: z.enum(PRINCIPAL_KINDS).exclude(['authenticated']).optional(),
  limit: pageSize(20),
});

/** The parameters of `GET /v1/activity`. */
export const activityQuerySchema = z.strictObject({
  request: text(64).optional(),
  reason: text(64).optional(),
  subject: searched.optional(),
  limit: pageSize(100),
  before: z
    .string()
    .regex(/^[0-9]{1,15}$/, 'the next of the page before')
    .transform(Number)
    .optional(),
});
