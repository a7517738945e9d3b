import { z } from 'zod';
import { momentSchema, nextSchema, pageSizeSchema, searchSchema } from './page';

const subjectSchema = z
  .object({ issuer: z.string(), kind: z.enum(['user', 'service']), id: z.string(), label: z.string() })
  .nullable()
  .meta({ description: 'Null when nobody is known to have asked.' });

const keySchema = z.string().nullable().meta({ description: 'Names the subject in URLs: `/v1/subjects/{key}`.' });

/** A refused request. */
export const refusalSchema = z
  .object({
    at: momentSchema,
    requestId: z.string().meta({ description: 'The number at the end of the text that was answered.' }),
    method: z.string(),
    endpoint: z.string(),
    replica: z.string().meta({ description: 'The process that refused.' }),
    subject: subjectSchema,
    subjectKey: keySchema,
    tenants: z.array(z.string()),
    mappings: z
      .array(z.string())
      .meta({ description: 'Those that led to the refusal, or that had let the request pass until then.' }),
    revision: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Of the policy that decided; null when none was asked.' }),
    status: z.number().int(),
    code: z.string().meta({ description: 'The code that was answered.' }),
    reason: z.string().meta({ description: 'The exact code, which whoever asks is not always told.' }),
    detail: z.string().meta({ description: 'The same in words.' }),
    address: z.string().nullable(),
    repeated: z
      .number()
      .int()
      .min(0)
      .meta({ description: 'How many more like it came within a minute and were only counted.' }),
  })
  .meta({ id: 'Refusal', description: 'A request that was refused. Neither tokens nor what was asked for.' });

/** Requests that were allowed and are alike, of five minutes. */
export const allowedRequestsSchema = z
  .object({
    from: momentSchema.meta({ description: 'When the five minutes begin.' }),
    lastAt: momentSchema,
    count: z.number().int().min(1),
    replica: z.string(),
    subject: subjectSchema,
    subjectKey: keySchema,
    access: z.enum(['read', 'write']),
    tenant: z.string().nullable().meta({ description: 'The tenant that they named.' }),
    backend: z.string().nullable().meta({ description: 'The backend that they named.' }),
    endpoint: z.string(),
    sample: z
      .object({
        requestId: z.string(),
        method: z.string(),
        tenants: z.array(z.string()).meta({ description: 'Those that it was let into.' }),
        mappings: z.array(z.string()).meta({ description: 'Those that led there.' }),
        revision: z.number().int().nullable(),
      })
      .meta({ description: 'The first one of them.' }),
  })
  .meta({ id: 'AllowedRequests', description: 'Requests that were allowed and are alike, of five minutes, counted.' });

/** The answer of `GET /v1/activity`. */
export const activitySchema = z
  .object({
    refusals: z.array(refusalSchema).meta({ description: 'With `kind=refused`.' }),
    allowed: z.array(allowedRequestsSchema).meta({ description: 'With `kind=allowed`.' }),
    next: nextSchema,
    since: momentSchema.meta({ description: 'What happened since then is kept.' }),
    most: z.number().int().meta({ description: 'At most so many refusals.' }),
  })
  .meta({
    id: 'Activity',
    description: 'A page of what was refused or allowed lately by all processes, newest first.',
  });

const text = z.string().min(1).max(64);
const name = z.string().min(1).max(256);

const moment = z.iso
  .datetime({ offset: true, error: 'a time such as 2027-01-31T00:00:00Z' })
  .transform((typed) => Date.parse(typed))
  .meta({ override: { type: 'string', format: 'date-time' } });

const since = moment.optional().meta({ description: 'Only what came at or after this moment.' });
const until = moment.optional().meta({ description: 'Only what came before this moment.' });

/** The parameters of `GET /v1/activity`. */
export const activityQuerySchema = z.strictObject({
  kind: z.enum(['refused', 'allowed']).default('refused').meta({ description: 'What is listed.' }),
  request: text.optional().meta({ description: 'Only the request with this number.' }),
  reason: text
    .optional()
    .meta({ description: 'Only refusals with this code: the one that was answered, or the exact one.' }),
  subject: searchSchema.optional().meta({ description: 'A part of the id or the name, in any case.' }),
  tenant: name.optional().meta({ description: 'Only requests about this tenant.' }),
  endpoint: name.optional().meta({ description: 'Only requests to this endpoint.' }),
  replica: name.optional().meta({ description: 'Only what this process has seen.' }),
  since,
  until,
  limit: pageSizeSchema(100, 500),
  /** When the last one of the page before came, and its number. */
  before: z
    .string()
    .regex(/^[0-9]{1,15}\.[a-f0-9]{1,64}$/, 'the next of the page before')
    .transform((cursor) => {
      const [at = '', requestId = ''] = cursor.split('.');
      return { at: Number(at), requestId };
    })
    .optional()
    .meta({ description: 'The `next` of the page before.' }),
});

/** The parameters of `GET /v1/activity/export`. */
export const activityExportQuerySchema = z.strictObject({ since, until });

const counts = z.array(z.number().int().min(0)).meta({ description: 'One for each of `times`.' });

/** The answer of `GET /v1/stats`. */
export const statsSchema = z
  .object({
    stepSeconds: z.number().int().min(300),
    times: z.array(momentSchema).meta({ description: 'When each step begins.' }),
    allowed: counts,
    refused: z
      .array(z.object({ reason: z.string(), counts }))
      .meta({ description: 'By the exact code, the most frequent first.' }),
    tenants: z
      .array(z.object({ tenant: z.string(), allowed: counts, refused: counts }))
      .meta({ description: 'The busiest ones. Requests about several tenants, or none, have an empty name.' }),
    replicas: z.array(z.object({ replica: z.string(), counts })),
    refusedSubjects: z
      .array(
        z.object({
          key: z.string(),
          subject: subjectSchema,
          count: z.number().int().min(1),
          lastAt: momentSchema,
        })
      )
      .meta({ description: 'Who was refused most often.' }),
  })
  .meta({ id: 'Stats', description: 'How many requests there were, for charts.' });

/** The parameters of `GET /v1/stats`. */
export const statsQuerySchema = z.strictObject({
  since: since.meta({ description: 'The last hour when left out.' }),
  until: until.meta({ description: 'Now when left out.' }),
  step: z
    .string()
    .regex(/^[1-9][0-9]{0,7}$/, 'a number of seconds from 300 on')
    .transform(Number)
    .optional()
    .meta({
      description:
        'Seconds that each point stands for: a multiple of 300, made longer where there were too many points.',
      override: { type: 'integer', minimum: 1, maximum: 99999999 },
    }),
});

export type RefusalDocument = z.output<typeof refusalSchema>;
export type AllowedRequestsDocument = z.output<typeof allowedRequestsSchema>;
export type ActivityDocument = z.output<typeof activitySchema>;
export type StatsDocument = z.output<typeof statsSchema>;
