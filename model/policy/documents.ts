import { z } from 'zod';

// The parts of a policy as answers show them: what `policySchema` has checked and brought into its canonical form. These schemas
// change nothing, so that they can be described to whoever reads the answers.

/** The limits of a tenant, a mapping or a grant. */
export const limitsDocumentSchema = z.strictObject({
  requestsPerMinute: z.number().optional(),
  concurrency: z.number().optional(),
  /** A duration such as `30d`. */
  maxRange: z.string().optional(),
});

const tenantDocumentBase = {
  name: z.string(),
  title: z.string().optional(),
  backend: z.string(),
  limits: limitsDocumentSchema.optional(),
};

/** A tenant of a policy that was checked. */
export const tenantDocumentSchema = z.union([
  z.strictObject({ ...tenantDocumentBase, account: z.number(), project: z.number() }),
  z.strictObject({ ...tenantDocumentBase, org: z.string() }),
  z.strictObject({ ...tenantDocumentBase, labels: z.record(z.string(), z.string()).optional() }),
]);

/** A grant of a policy that was checked. */
export const grantDocumentSchema = z.strictObject({
  tenant: z.string(),
  access: z.enum(['read', 'write', 'read-write']),
  filters: z.array(z.string()).optional(),
  limits: limitsDocumentSchema.optional(),
});

const mappingDocumentBase = {
  name: z.string(),
  principals: z.array(z.string()),
  except: z.array(z.string()).optional(),
  issuers: z.array(z.string()).optional(),
  enabled: z.boolean(),
  expires: z.string().optional(),
};

/** A mapping of a policy that was checked. */
export const mappingDocumentSchema = z.discriminatedUnion('effect', [
  z.strictObject({
    ...mappingDocumentBase,
    effect: z.literal('allow'),
    limits: limitsDocumentSchema.optional(),
    grants: z.array(grantDocumentSchema),
  }),
  z.strictObject({
    ...mappingDocumentBase,
    effect: z.literal('deny'),
    grants: z.array(z.strictObject({ tenant: z.string() })).optional(),
  }),
]);
