import { z } from 'zod';

const count = z.number().int().min(0);
const match = z.enum(['yes', 'no', 'unknown']);

/** A mapping that leads to a tenant, or keeps from it. */
const reachingMappingSchema = z.strictObject({
  name: z.string(),
  effect: z.enum(['allow', 'deny']),
  /** The first of them. */
  principals: z.array(z.string()),
  principalsLeftOut: count,
  except: z.array(z.string()),
  exceptLeftOut: count,
  /** Null stands for every issuer. */
  issuers: z.array(z.string()).nullable(),
  expires: z.string().nullable(),
  /** What it grants of the tenant; empty for a denial. */
  grants: z.array(
    z.strictObject({
      access: z.enum(['read', 'write', 'read-write']),
      /** Null stands for the whole tenant. */
      filters: z.array(z.string()).nullable(),
      filtersLeftOut: count,
    })
  ),
  /** Whether whoever reads by it sees the series that is asked for; null when none is, or nothing can be read by it. */
  series: match.nullable(),
});

/** Somebody who reaches a tenant. */
const reachingSubjectSchema = z.strictObject({
  key: z.string(),
  label: z.string(),
  issuer: z.string(),
  kind: z.enum(['user', 'service']),
  read: z.boolean(),
  write: z.boolean(),
  /** Of reading; null stands for the whole tenant, and for somebody who does not read. */
  filters: z.array(z.string()).nullable(),
  filtersLeftOut: count,
  /** Whether they see the series that is asked for: `unknown` when a pattern cannot be judged with certainty. Null when none is. */
  series: match.nullable(),
  /** The mappings that lead there. */
  mappings: z.array(z.string()),
});

/** Who reaches a tenant, and one of its series. */
export const reachSchema = z.strictObject({
  tenant: z.string(),
  /** False when the policy has no such tenant; nobody reaches it then. */
  known: z.boolean(),
  /** Whether the tenant has the series at all, by its fixed labels; null when none is asked for. */
  inTenant: z.boolean().nullable(),
  /** Those that are in force. */
  mappings: z.array(reachingMappingSchema),
  mappingsLeftOut: count,
  /** How many subjects were looked at, and how many of them read, write, see the series and may see it. */
  counts: z.strictObject({ subjects: count, readers: count, writers: count, seeing: count, unknown: count }),
  /** Those who reach the tenant; where a series is asked for, those who see it or may. */
  subjects: z.array(reachingSubjectSchema),
  subjectsLeftOut: count,
});

export type Reach = z.output<typeof reachSchema>;
export type ReachingMapping = Reach['mappings'][number];
export type ReachingSubject = Reach['subjects'][number];
