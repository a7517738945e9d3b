import { z } from 'zod';
import { reachSchema } from '../decision/reach';
import { nameSchema } from '../policy/shape';
import { tenantDocumentSchema } from '../policy/documents';
import { momentSchema } from './page';

const text = (longest: number) => z.string().min(1).max(longest);

const typedSubjectSchema = z.strictObject({
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

const revision = z.number().int().min(1).max(1e15);

const policies = {
  draft: z.unknown().optional(),
  revision: revision.optional().meta({ description: 'Decide by this revision instead of the one in force.' }),
};

const seen = z
  .string()
  .regex(/^[\w-]{43}$/, 'the key of somebody in GET /v1/subjects')
  .meta({ description: 'The `key` of somebody who came lately.' });

/** The body of `POST /v1/explain`. */
export const explainBodySchema = z
  .strictObject({
    subject: typedSubjectSchema.optional(),
    token: text(65_536).optional().meta({ description: 'A token or a credential; it is verified, and kept nowhere.' }),
    seen: seen.optional(),
    refusal: text(64)
      .optional()
      .meta({ description: 'The number of a refusal: whoever was refused, as they came last.' }),
    request: requestSchema.prefault({}),
    ...policies,
  })
  .refine(({ subject, token, seen: key, refusal }) => [subject, token, key, refusal].filter(isGiven).length === 1, {
    message: 'give either a subject or a token, or one of seen and refusal',
  })
  .refine((body) => body.draft === undefined || body.revision === undefined, {
    message: 'give a draft or a revision, not both',
  })
  .meta({
    id: 'ExplainBody',
    description:
      'Who asks for what, and under which policy: the one in force, a draft or a revision. A body of more than 1 MiB may have a subject or `seen` only.',
    examples: [{ subject: { issuer: 'keycloak', id: 'u-alice', groups: ['acme-dev'] }, request: { tenant: 'acme' } }],
  });

/** The body of `POST /v1/explain`, when it is too large to be looked at among requests. */
export const explainDraftSchema = z
  .strictObject({
    subject: typedSubjectSchema.optional(),
    seen: seen.optional(),
    request: requestSchema.prefault({}),
    draft: z.unknown(),
  })
  .refine(({ subject, seen: key }) => (subject === undefined) !== (key === undefined), {
    message: 'give either a subject or seen: a token does not go with so large a draft, ask with the token alone first',
  });

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

const limitsSchema = z.object({
  requestsPerMinute: z.number().optional(),
  concurrency: z.number().optional(),
  maxRangeMilliseconds: z.number().optional(),
});

const reasoned = {
  limits: limitsSchema.meta({ description: 'Of the subject alone.' }),
  sharedLimits: z.array(z.object({ scope: z.enum(['tenant', 'mapping']), name: z.string(), limits: limitsSchema })),
  mappings: z.array(z.string()).meta({ description: 'Those that led here.' }),
};

const filters = z.array(z.string()).optional().meta({ description: 'One must match; left out for the whole tenant.' });
const stamp = z.record(z.string(), z.string());

const decisionSchema = z.discriminatedUnion('allowed', [
  z.object({
    allowed: z.literal(true),
    reason: z.literal('allowed'),
    access: z.enum(['read', 'write']),
    backend: z.string(),
    tenants: z.array(z.object({ tenant: tenantDocumentSchema, filters })),
    stamp: stamp.meta({ description: 'The labels that are stamped on samples.' }),
    ...reasoned,
  }),
  z.object({
    allowed: z.literal(false),
    reason: z.string().meta({ description: 'A stable code.' }),
    message: z.string(),
    choices: z.array(z.string()).meta({ description: 'Tenants that could be named instead.' }),
    mappings: z.array(z.string()),
  }),
]);

const mappingPartSchema = z.object({
  name: z.string(),
  part: z.enum(['grants', 'denies', 'disabled', 'expired', 'other-issuer', 'excepted']),
  principals: z.array(z.string()).meta({ description: 'What of the subject the mapping names.' }),
  presumed: z.literal(true).optional().meta({ description: 'True when not all is known of the subject.' }),
});

const left = z.number().int().min(0);

const explanationSchema = z.object({
  decision: decisionSchema,
  principals: z.array(z.string()).meta({ description: 'All that name the subject.' }),
  mappings: z.array(mappingPartSchema).meta({ description: 'All that name the subject, also those without effect.' }),
  vmAccess: z.unknown().optional().meta({ description: 'What the `vm_access` of the token gives.' }),
  access: z
    .array(
      z.object({
        tenant: tenantDocumentSchema,
        read: z.object({ filters, ...reasoned }).optional(),
        write: z.object({ stamps: z.array(stamp), ...reasoned }).optional(),
      })
    )
    .meta({ description: 'Everything that the subject may do.' }),
  leftOut: z
    .object({ principals: left, mappings: left, access: left })
    .meta({ description: 'How many of these are left out here.' }),
});

const explained = {
  revision: z.number().int().nullable().meta({ description: 'Of the policy that decided; null for a draft.' }),
  explanation: explanationSchema,
  upstream: z
    .object({ method: z.string(), url: z.string(), body: z.string().optional() })
    .nullable()
    .meta({ description: 'The exact request that the backend would get; null when it would get none.' }),
  upstreamRefusal: z
    .string()
    .optional()
    .meta({ description: 'Why there is no such request although the policy allows the access.' }),
  limits: z
    .array(
      z.object({
        scope: z.enum(['subject', 'tenant', 'mapping']),
        name: z.string(),
        kind: z.enum(['requestsPerMinute', 'concurrency', 'maxRange']),
        value: z.union([z.number(), z.string()]),
      })
    )
    .meta({ description: 'What the request would be counted under, and the longest time that it may reach over.' }),
};

const subjectSchema = z.object({
  issuer: z.string(),
  kind: z.enum(['user', 'service']),
  id: z.string(),
  email: z.string().optional(),
  emailVerified: z.boolean(),
  name: z.string().optional(),
  groups: z.array(z.string()),
  groupsIncomplete: z.boolean().optional(),
  claimsIncomplete: z.boolean().optional(),
  claims: z.record(z.string(), z.array(z.string())),
  vmAccess: z.unknown().optional(),
  vmAccessProblem: z.string().optional(),
});

/** The answer of `POST /v1/explain`. */
export const explainedSchema = z
  .object({ subject: subjectSchema, ...explained })
  .meta({ id: 'Explained', description: 'What a request would meet, and why.' });

/** The answer of `GET /v1/explain/refusals/{requestId}`. */
export const explainedRefusalSchema = z
  .object({
    requestId: z.string(),
    at: momentSchema,
    method: z.string(),
    endpoint: z.string(),
    status: z.number().int(),
    code: z.string(),
    reason: z.string(),
    detail: z.string(),
    tenants: z.array(z.string()),
    mappings: z.array(z.string()),
    revision: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Of the policy that decided; null when none was asked.' }),
    subject: subjectSchema
      .nullable()
      .meta({ description: 'Whoever asked, as they came last; null when they are not known, or not any more.' }),
    note: z.string().nullable().meta({ description: 'What is not known, and why.' }),
    then: z
      .object(explained)
      .nullable()
      .meta({ description: 'Under the policy of then, at that moment. Null when that cannot be said.' }),
    now: z.object(explained).nullable().meta({ description: 'Under the policy in force.' }),
  })
  .meta({ id: 'ExplainedRefusal', description: 'Why a request was refused, and whether it would be now.' });

/** The body of `POST /v1/explain/reach`. */
export const reachBodySchema = z
  .strictObject({
    tenant: nameSchema,
    series: z
      .record(text(256), z.string().max(4096))
      .refine((labels) => Object.keys(labels).length <= 100, 'at most 100 labels')
      .optional()
      .meta({ description: 'All labels of one series, with its name under `__name__`.' }),
  })
  .meta({
    id: 'ReachBody',
    description: 'A tenant, and perhaps one of its series.',
    examples: [{ tenant: 'acme', series: { __name__: 'up', team: 'dev' } }],
  });

/** The answer of `POST /v1/explain/reach`. */
export const reachedSchema = z
  .object({
    revision: z.number().int(),
    reach: reachSchema,
    complete: z.boolean().meta({ description: 'False when there were too many who came to look at all of them.' }),
  })
  .meta({ id: 'Reached', description: 'Who can see a tenant, or one of its series.' });

export type ExplainRequest = z.output<typeof requestSchema>;
