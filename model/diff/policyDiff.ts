import { z } from 'zod';
import {
  grantDocumentSchema,
  limitsDocumentSchema,
  mappingDocumentSchema,
  tenantDocumentSchema,
} from '../policy/documents';

/** What came into a set and what went out of it, each sorted. */
const setChangeSchema = z.strictObject({ added: z.array(z.string()), removed: z.array(z.string()) });

/** Null stands for no limits at all. */
const limitsChangeSchema = z.strictObject({
  from: limitsDocumentSchema.nullable(),
  to: limitsDocumentSchema.nullable(),
});

/** Filters, of which one must match. Where the whole tenant was or is granted, there are none. */
const filtersChangeSchema = z.strictObject({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** True when the grant was of the whole tenant. */
  wholeBefore: z.boolean(),
  /** True when it is now. */
  wholeAfter: z.boolean(),
});

const accessSchema = z.enum(['read', 'write', 'read-write']);

/** What became of one grant. A mapping may have several for one tenant: those that are most alike are compared. */
export const grantChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grant-added'), tenant: z.string(), grant: grantDocumentSchema }),
  z.strictObject({ kind: z.literal('grant-removed'), tenant: z.string(), grant: grantDocumentSchema }),
  z.strictObject({
    kind: z.literal('grant-changed'),
    tenant: z.string(),
    /** The grant as it was, and as it is. */
    before: grantDocumentSchema,
    after: grantDocumentSchema,
    access: z.strictObject({ from: accessSchema, to: accessSchema }).optional(),
    filters: filtersChangeSchema.optional(),
    limits: limitsChangeSchema.optional(),
  }),
]);

/** What a deny mapping denies. */
const deniesChangeSchema = z.strictObject({
  /** Tenants. */
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** True when it denied everything. */
  everythingBefore: z.boolean(),
  /** True when it does now. */
  everythingAfter: z.boolean(),
});

const fieldValueSchema = z
  .union([z.string(), z.number(), z.record(z.string(), z.string()), limitsDocumentSchema])
  .nullable();

/** A field of a tenant: its value before and after, null where there was or is none. */
export const fieldChangeSchema = z.strictObject({
  field: z.enum(['title', 'backend', 'account', 'project', 'org', 'labels', 'limits']),
  from: fieldValueSchema,
  to: fieldValueSchema,
});

const changeBase = {
  /** For people: one sentence without a full stop. */
  words: z.string(),
  /** How many items of this change's lists are left out. */
  leftOut: z.number().int().min(0),
};

const mappingChangedSchema = z.strictObject({
  ...changeBase,
  kind: z.literal('mapping-changed'),
  /** The mapping's. */
  name: z.string(),
  principals: setChangeSchema.optional(),
  except: setChangeSchema.optional(),
  /** Null stands for every issuer. */
  issuers: z
    .strictObject({
      from: z.array(z.string()).nullable(),
      to: z.array(z.string()).nullable(),
    })
    .optional(),
  enabled: z.strictObject({ from: z.boolean(), to: z.boolean() }).optional(),
  /** Null stands for a mapping that does not end. */
  expires: z.strictObject({ from: z.string().nullable(), to: z.string().nullable() }).optional(),
  effect: z.strictObject({ from: z.enum(['allow', 'deny']), to: z.enum(['allow', 'deny']) }).optional(),
  /** Those that all whom the mapping lets in share. */
  limits: limitsChangeSchema.optional(),
  /** By tenant. */
  grants: z.array(grantChangeSchema).optional(),
  denies: deniesChangeSchema.optional(),
});

/** One difference between two policies. */
export const policyChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...changeBase,
    kind: z.literal('setting-changed'),
    setting: z.enum(['severalTenants', 'approvals']),
    from: z.union([z.string(), z.number()]),
    to: z.union([z.string(), z.number()]),
  }),
  z.strictObject({ ...changeBase, kind: z.literal('tenant-removed'), name: z.string(), tenant: tenantDocumentSchema }),
  z.strictObject({ ...changeBase, kind: z.literal('tenant-added'), name: z.string(), tenant: tenantDocumentSchema }),
  /** The same tenant by another name; what the mappings grant of it goes with it and is no difference. */
  z.strictObject({ ...changeBase, kind: z.literal('tenant-renamed'), from: z.string(), to: z.string() }),
  z.strictObject({
    ...changeBase,
    kind: z.literal('tenant-changed'),
    name: z.string(),
    fields: z.array(fieldChangeSchema),
  }),
  z.strictObject({
    ...changeBase,
    kind: z.literal('mapping-removed'),
    name: z.string(),
    mapping: mappingDocumentSchema,
  }),
  z.strictObject({ ...changeBase, kind: z.literal('mapping-added'), name: z.string(), mapping: mappingDocumentSchema }),
  /** The same mapping by another name. */
  z.strictObject({ ...changeBase, kind: z.literal('mapping-renamed'), from: z.string(), to: z.string() }),
  mappingChangedSchema,
]);

const countsSchema = z.strictObject({
  added: z.number().int().min(0),
  removed: z.number().int().min(0),
  renamed: z.number().int().min(0),
  changed: z.number().int().min(0),
});

/** The difference between two policies, by what they mean. */
export const policyDiffSchema = z.strictObject({
  /** Of all changes, also those that are left out. */
  counts: z.strictObject({ tenants: countsSchema, mappings: countsSchema, settings: z.number().int().min(0) }),
  /** Settings, then tenants, then mappings; each by kind and name. */
  changes: z.array(policyChangeSchema),
  /** How many changes are left out. */
  leftOut: z.number().int().min(0),
});

export type PolicyDiff = z.output<typeof policyDiffSchema>;
export type PolicyChange = z.output<typeof policyChangeSchema>;
export type MappingChanged = z.output<typeof mappingChangedSchema>;
export type GrantChange = z.output<typeof grantChangeSchema>;
export type GrantChanged = Extract<GrantChange, { kind: 'grant-changed' }>;
export type FieldChange = z.output<typeof fieldChangeSchema>;
