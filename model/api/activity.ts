import { z } from 'zod';
import { momentSchema, nextSchema, pageSizeSchema, searchSchema } from './page';

/** A refused request. */
export const refusalSchema = z
  .object({
    at: momentSchema,
    requestId: z.string().meta({ description: 'The number at the end of the text that was answered.' }),
    method: z.string(),
    endpoint: z.string(),
    subject: z
      .object({ issuer: z.string(), kind: z.enum(['user', 'service']), id: z.string(), label: z.string() })
      .nullable()
      .meta({ description: 'Null when nobody is known to have asked.' }),
    tenants: z.array(z.string()),
    mappings: z
      .array(z.string())
      .meta({ description: 'Those that led to the refusal, or that had let the request pass until then.' }),
    status: z.number().int(),
    code: z.string().meta({ description: 'The code that was answered.' }),
    reason: z.string().meta({ description: 'The exact code, which whoever asks is not always told.' }),
    detail: z.string().meta({ description: 'The same in words.' }),
    address: z.string().nullable(),
  })
  .meta({ id: 'Refusal', description: 'A request that was refused. Neither tokens nor what was asked for.' });

/** The answer of `GET /v1/activity`. */
export const activitySchema = z
  .object({
    refusals: z.array(refusalSchema),
    next: nextSchema,
    since: momentSchema.meta({ description: 'Refusals since then are kept by this process.' }),
    most: z.number().int().meta({ description: 'At most so many.' }),
  })
  .meta({ id: 'Activity', description: 'A page of the latest refusals of this process, the newest first.' });

const text = z.string().min(1).max(64);

/** The parameters of `GET /v1/activity`. */
export const activityQuerySchema = z.strictObject({
  request: text.optional().meta({ description: 'Only the request with this number.' }),
  reason: text.optional().meta({ description: 'Only this code: the one that was answered, or the exact one.' }),
  subject: searchSchema.optional().meta({ description: 'A part of the id or the name, in any case.' }),
  limit: pageSizeSchema(100, 500),
  before: z
    .string()
    .regex(/^[0-9]{1,15}$/, 'the next of the page before')
    .transform(Number)
    .optional()
    .meta({ description: 'The `next` of the page before.' }),
});

export type RefusalDocument = z.output<typeof refusalSchema>;
export type ActivityDocument = z.output<typeof activitySchema>;
