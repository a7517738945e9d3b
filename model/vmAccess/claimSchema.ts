import { z } from 'zod';
import { LIMITS, uint32Schema } from '../policy/shape';

const texts = z.array(z.string()).max(LIMITS.filtersPerGrant);

/** An empty list gives nothing or everything, depending on who reads it; whoever means the whole tenant leaves it out. */
const EMPTY = 'is empty; leave it out to mean everything';
const filledTexts = texts.min(1, EMPTY);

// zod's records leave `__proto__` out without a word, which would make the grant wider than it was written.
const labels = z
  .unknown()
  .refine((value) => typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__'))
  .pipe(z.record(z.string(), z.string()))
  .refine((value) => Object.keys(value).length > 0, EMPTY)
  .refine((value) => Object.keys(value).length <= LIMITS.filtersPerGrant);

/**
 * All fields of `vm_access`: those of vmgateway, those of vmauth for metrics, and those of vmauth for logs, which have no
 * bearing here. A field that is none of these may well be meant to narrow, so it is refused.
 *
 * @see https://docs.victoriametrics.com/victoriametrics/vmgateway/#access-control
 * @see https://docs.victoriametrics.com/victoriametrics/vmauth/#jwt-claim-based-request-templating
 */
export const claimSchema = z.strictObject({
  tenant_id: z.strictObject({ account_id: uint32Schema.optional(), project_id: uint32Schema.optional() }).optional(),
  extra_labels: labels.optional(),
  extra_filters: filledTexts.optional(),
  /** 0 and 3: reading and writing, 1: reading, 2: writing. */
  mode: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)], 'is 0, 1, 2 or 3').optional(),

  metrics_account_id: uint32Schema.optional(),
  metrics_project_id: uint32Schema.optional(),
  metrics_extra_labels: filledTexts.optional(),
  metrics_extra_filters: filledTexts.optional(),

  logs_account_id: uint32Schema.optional(),
  logs_project_id: uint32Schema.optional(),
  logs_extra_filters: texts.optional(),
  logs_extra_stream_filters: texts.optional(),
});

export type VmAccessClaim = z.output<typeof claimSchema>;
