import { z } from 'zod';
import { actorSchema } from './actor';
import { momentSchema, nextSchema, pageSizeSchema } from './page';

/** Every kind of change that is recorded. Codes are stable. */
export const AUDIT_EVENTS = [
  'policy-published',
  'policy-restored',
  'policy-proposed',
  'proposal-approved',
  'proposal-rejected',
  'proposal-withdrawn',
  'credential-created',
  'credential-changed',
  'credential-rotated',
  'credential-revoked',
  'subject-forgotten',
] as const;

export const auditEventSchema = z.enum(AUDIT_EVENTS);

const hashSchema = z.string().meta({ description: '64 hexadecimal digits.', example: '0'.repeat(64) });

/** One change, chained to the one before. */
export const auditRecordSchema = z
  .object({
    number: z.number().int().min(1).meta({ description: 'Counts from 1 without gaps.' }),
    at: momentSchema,
    event: z.string().meta({ description: 'A stable code, such as `policy-published`.' }),
    actor: actorSchema,
    target: z.string().meta({ description: 'What was changed: its kind, a colon, and its number, id or key.' }),
    details: z.record(z.string(), z.unknown()).meta({ description: 'What belongs to this kind of change.' }),
    previousHash: hashSchema.meta({ description: 'The `hash` of the record before; 64 zeros in the first one.' }),
    hash: hashSchema.meta({
      description:
        'SHA-256 of the canonical JSON (RFC 8785) of the list `[number, at, event, actor, target, details, previousHash]`.',
    }),
  })
  .meta({ id: 'AuditRecord', description: 'A change, chained to the change before it.' });

/** The answer of `GET /v1/audit`. */
export const auditRecordsSchema = z
  .object({ records: z.array(auditRecordSchema), next: nextSchema })
  .meta({ id: 'AuditRecords', description: 'A page of changes, the newest first.' });

/** The answer of `GET /v1/audit/head`. */
export const auditHeadSchema = z
  .object({
    number: z.number().int().min(0).meta({ description: 'Of the latest record; 0 when there is none.' }),
    hash: hashSchema,
    head: z.string().meta({
      description: '`number:hash`: whoever keeps it elsewhere notices when the chain is cut or rewritten later.',
    }),
  })
  .meta({ id: 'AuditHead', description: 'The end of the chain.' });

const numberSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/, 'the number of a record')
  .transform(Number)
  .meta({ override: { type: 'integer', minimum: 1 } });

const moment = z.iso
  .datetime({ offset: true, error: 'a time such as 2027-01-31T00:00:00Z' })
  .transform((text) => Date.parse(text))
  .meta({ override: { type: 'string', format: 'date-time' } });

const name = z.string().min(1).max(512);

/** The parameters of `GET /v1/audit`. */
export const auditQuerySchema = z.strictObject({
  event: auditEventSchema.optional().meta({ description: 'Only changes of this kind.' }),
  actor: name.optional().meta({ description: 'Only changes by somebody of this name, in any case.' }),
  target: name.optional().meta({ description: 'Only changes of this, such as `revision:12`.' }),
  since: moment.optional().meta({ description: 'Only changes at or after this moment.' }),
  until: moment.optional().meta({ description: 'Only changes before this moment.' }),
  limit: pageSizeSchema(100, 500),
  before: numberSchema.optional().meta({ description: 'The `next` of the page before.' }),
});

/** The parameter of `GET /v1/audit/{number}`. */
export const auditNumberSchema = z.strictObject({
  number: numberSchema.meta({ description: 'The number of a record.' }),
});

/** The parameters of `GET /v1/audit/export`. */
export const auditExportQuerySchema = z.strictObject({
  from: numberSchema.optional().meta({ description: 'The number of the first record; 1 when left out.' }),
  to: numberSchema.optional().meta({ description: 'The number of the last one; the latest when left out.' }),
});

export type AuditEvent = (typeof AUDIT_EVENTS)[number];
export type AuditRecordDocument = z.output<typeof auditRecordSchema>;
export type AuditRecordsDocument = z.output<typeof auditRecordsSchema>;
export type AuditHeadDocument = z.output<typeof auditHeadSchema>;
