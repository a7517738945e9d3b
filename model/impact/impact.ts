import { z } from 'zod';
import type { Subject } from '../subject';

/** Somebody on whom a change may have an impact. */
export interface ImpactSubject {
  /** Tells subjects apart. */
  key: string;
  subject: Subject;
  /** True when not all of the subject's groups and claims were kept. */
  shortened?: boolean;
}

const relationSchema = z.enum(['same', 'wider', 'narrower', 'other']);
const count = z.number().int().min(0);

/** Absent kinds are not limited. */
const limitsSchema = z.strictObject({
  requestsPerMinute: z.number().optional(),
  concurrency: z.number().optional(),
  maxRangeMilliseconds: z.number().optional(),
});

/** What a subject may do in a tenant. */
const accessViewSchema = z.strictObject({
  /** Where the tenant's series live. */
  place: z.strictObject({
    backend: z.string(),
    /** `1:0`, for a cluster. */
    account: z.string().optional(),
    /** For Mimir. */
    org: z.string().optional(),
    /** For a single node: the tenant's fixed labels. */
    labels: z.record(z.string(), z.string()).optional(),
  }),
  /** Of reading: filters, of which one must match; null for the whole tenant, and for writing. */
  filters: z.array(z.string()).nullable(),
  /** How many filters are left out here. */
  filtersLeftOut: count,
  /** Of writing: the labels that are stamped on the samples. Null for reading. */
  stamp: z.record(z.string(), z.string()).nullable(),
  limits: z.strictObject({
    /** Of the subject alone. */
    each: limitsSchema,
    /** Shared by all whom a mapping lets in. */
    mapping: limitsSchema,
    /** Shared by all in the tenant. */
    tenant: limitsSchema,
  }),
  /** When the access ends by itself; null when it does not. */
  until: z.string().nullable(),
});

/** What becomes of reading, or of writing, in one tenant. */
const accessImpactSchema = z.strictObject({
  /** `same` when only limits or the end change. `wider` and `narrower` are certain, `other` is everything else. */
  change: z.enum(['gained', 'lost', 'same', 'wider', 'narrower', 'other']),
  limits: relationSchema,
  until: z.enum(['same', 'later', 'sooner']),
  /** Why it is lost. */
  because: z.enum(['denied', 'not-granted', 'write-ambiguous']).optional(),
  from: accessViewSchema.nullable(),
  to: accessViewSchema.nullable(),
});

/** What becomes of one tenant for a subject. At least one of both. */
const tenantImpactSchema = z.strictObject({
  tenant: z.string(),
  read: accessImpactSchema.optional(),
  write: accessImpactSchema.optional(),
});

/** What comes of a request that names no tenant. */
const unnamedOutcomeSchema = z.discriminatedUnion('allowed', [
  z.strictObject({
    allowed: z.literal(true),
    tenants: z.array(z.string()),
    /** How many tenants are left out here. */
    tenantsLeftOut: count,
  }),
  z.strictObject({ allowed: z.literal(false), reason: z.string() }),
]);

/**
 * What becomes of requests that name no tenant, where what becomes of the tenants does not tell it: somebody who gains a
 * second tenant may have to name one from then on.
 */
const unnamedImpactSchema = z.strictObject({
  access: z.enum(['read', 'write']),
  /** The backend that the request names; null for none. */
  backend: z.string().nullable(),
  from: unnamedOutcomeSchema,
  to: unnamedOutcomeSchema,
});

/** Subjects to whom the very same happens. */
const impactGroupSchema = z.strictObject({
  /** How many, and of these people and services. */
  subjects: count,
  people: count,
  services: count,
  /** The first of them. */
  examples: z.array(
    z.strictObject({ key: z.string(), label: z.string(), issuer: z.string(), kind: z.enum(['user', 'service']) })
  ),
  /** For people: one sentence without a full stop. */
  words: z.string(),
  /** True when they could read or write somewhere, and can nowhere any more. */
  nothingLeft: z.boolean(),
  tenants: z.array(tenantImpactSchema),
  /** How many tenants are left out. */
  tenantsLeftOut: count,
  unnamed: z.array(unnamedImpactSchema),
});

/** What another policy would mean for those who are known. */
export const impactSchema = z.strictObject({
  /** How many subjects were looked at. */
  subjects: count,
  unchanged: count,
  changed: count,
  /** How many of them may do more somewhere, how many less, and for how many something is another; somebody may do all three. */
  gaining: count,
  losing: count,
  differing: count,
  /** How many of those who lose have nothing left. */
  losingAll: count,
  /** Of how many of those who were looked at not all groups and claims are known: what is told of them may not be all. */
  incomplete: count,
  /** The largest first. */
  groups: z.array(impactGroupSchema),
  /** How many groups are left out. */
  leftOut: count,
});

export type Impact = z.output<typeof impactSchema>;
export type ImpactGroup = z.output<typeof impactGroupSchema>;
export type TenantImpact = z.output<typeof tenantImpactSchema>;
export type AccessImpact = z.output<typeof accessImpactSchema>;
export type AccessView = z.output<typeof accessViewSchema>;
export type UnnamedImpact = z.output<typeof unnamedImpactSchema>;
export type UnnamedOutcome = z.output<typeof unnamedOutcomeSchema>;
