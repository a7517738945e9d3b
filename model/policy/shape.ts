import { z } from 'zod';
import { parseDuration } from '../duration';
import { parsePrincipal } from '../principal';
import { describeAs } from './describeAs';

/** Bounds of a policy; beyond them saving is refused. */
export const LIMITS = {
  tenants: 20_000,
  mappings: 200_000,
  principalsPerMapping: 2_000,
  grantsPerMapping: 1_000,
  filtersPerGrant: 100,
  labelsPerTenant: 16,
} as const;

const MAX_UINT32 = 4_294_967_295;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const MIMIR_ORG = /^[A-Za-z0-9!_.*'()-]{1,150}$/;
// VictoriaMetrics chooses by the first three itself; a fixed label must not touch them.
const UNFIXABLE_LABELS = new Set(['__name__', 'vm_account_id', 'vm_project_id']);

/** Names of tenants, mappings, backends and issuers: they stand in URLs, logs and messages as they are. */
export const nameSchema = z
  .string()
  .regex(NAME, 'use 1 to 63 letters, digits, ".", "_" or "-", starting with a letter or digit');

/** An account or a project of a VictoriaMetrics cluster. */
export const uint32Schema = z
  .number('a whole number from 0 to 4294967295')
  .int('a whole number from 0 to 4294967295')
  .min(0, 'a whole number from 0 to 4294967295')
  .max(MAX_UINT32, 'a whole number from 0 to 4294967295');

const limitsSchema = z.strictObject({
  requestsPerMinute: z.number().int().min(1).max(1_000_000).optional(),
  concurrency: z.number().int().min(1).max(10_000).optional(),
  maxRange: z
    .string()
    .refine((text) => parseDuration(text) !== undefined, 'a duration such as 12h or 30d')
    .optional(),
});

const tenantBase = {
  name: nameSchema,
  title: z.string().trim().min(1).max(200).optional(),
  backend: nameSchema,
  /** Shared by everybody who uses the tenant. */
  limits: limitsSchema.optional(),
};

const clusterTenantSchema = z.strictObject({ ...tenantBase, account: uint32Schema, project: uint32Schema.default(0) });

const fixedLabelsSchema = z
  .record(
    z
      .string()
      .regex(LABEL_NAME, 'a label name has letters, digits and "_", and does not start with a digit')
      .refine((name) => !UNFIXABLE_LABELS.has(name), 'this label cannot be fixed'),
    z
      .string()
      .min(1, 'a fixed label needs a value: an empty one would match series without the label')
      .max(1024)
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'control characters are not allowed')
      .regex(/^\P{Cs}*$/u, 'half of a surrogate pair is no character')
  )
  .refine((labels) => Object.keys(labels).length > 0, 'leave labels out to make the whole node one tenant')
  .refine((labels) => Object.keys(labels).length <= LIMITS.labelsPerTenant, `at most ${LIMITS.labelsPerTenant} labels`);

// zod's records leave `__proto__` out without a word, which would make the tenant wider than it was written.
const noProto = z
  .unknown()
  .refine(
    (labels) => typeof labels !== 'object' || labels === null || !Object.hasOwn(labels, '__proto__'),
    '__proto__ cannot be a label'
  );

const singleTenantSchema = z.strictObject({ ...tenantBase, labels: noProto.pipe(fixedLabelsSchema).optional() });

const mimirTenantSchema = z.strictObject({
  ...tenantBase,
  org: z
    .string()
    .regex(MIMIR_ORG, "1 to 150 of the characters A-Z a-z 0-9 ! - _ . * ' ( )")
    .refine((org) => !['.', '..', '__mimir_cluster'].includes(org), 'Mimir does not allow this tenant id'),
});

/**
 * A tenant is a VictoriaMetrics cluster's account and project, a Mimir org, or a single node narrowed by fixed labels (or
 * whole, when it names no labels). What it names decides which.
 */
const tenantSchema = z
  .unknown()
  .transform(
    (
      value,
      context
    ):
      | z.output<typeof clusterTenantSchema>
      | z.output<typeof singleTenantSchema>
      | z.output<typeof mimirTenantSchema> => {
      const has = (key: string) => typeof value === 'object' && value !== null && key in value;
      const schema =
        has('account') || has('project') ? clusterTenantSchema : has('org') ? mimirTenantSchema : singleTenantSchema;
      const parsed = schema.safeParse(value);
      if (!parsed.success) {
        parsed.error.issues.forEach((issue) => context.addIssue({ ...issue }));
        return z.NEVER;
      }
      return parsed.data;
    }
  )
  .meta({
    id: 'Tenant',
    description:
      'A named place where series live: an account and project of a VictoriaMetrics cluster, an org of Mimir, or a single node, narrowed by fixed labels or whole.',
    override: describeAs(clusterTenantSchema, mimirTenantSchema, singleTenantSchema),
  });

export const principalSchema = z
  .string()
  .transform((text, context): string => {
    const parsed = parsePrincipal(text);
    if ('problem' in parsed) {
      context.addIssue({ code: 'custom', message: parsed.problem });
      return z.NEVER;
    }
    return parsed.principal;
  })
  .pipe(z.string())
  .meta({
    description:
      'Names subjects: `user:…`, `group:…`, `domain:…`, `service:…`, `claim:<name>=<value>` or `authenticated`.',
  });

export const accessSchema = z.enum(['read', 'write', 'read-write']);

const mappingBase = {
  name: nameSchema,
  principals: z.array(principalSchema).min(1, 'name at least one principal').max(LIMITS.principalsPerMapping),
  except: z
    .array(principalSchema)
    .min(1, 'leave except out when it is empty')
    .max(LIMITS.principalsPerMapping)
    .optional(),
  issuers: z.array(nameSchema).min(1, 'leave issuers out to mean every issuer').max(100).optional(),
  enabled: z.boolean().default(true),
  expires: z.iso.datetime({ offset: true, error: 'a time such as 2027-01-31T00:00:00Z' }).optional(),
};

const denyMappingSchema = z.strictObject({
  ...mappingBase,
  effect: z.literal('deny'),
  grants: z
    .array(
      z.strictObject(
        { tenant: nameSchema },
        { error: 'a deny mapping denies the whole tenant: name the tenant only, without access, filters or limits' }
      )
    )
    .min(1, 'leave grants out to deny everything')
    .max(LIMITS.grantsPerMapping)
    .optional(),
});

const settingsSchema = z.strictObject({
  severalTenants: z.enum(['federate', 'refuse']).default('federate'),
  /** How many persons besides the author must agree before a change takes effect. */
  approvals: z.literal([0, 1], '0 to publish at once, or 1 to have a second person approve every change').default(0),
});

const DEFAULT_SETTINGS: z.output<typeof settingsSchema> = { severalTenants: 'federate', approvals: 0 };

/**
 * The shape of a policy.
 *
 * @param filterSchema how filters are read, which stand in it as text
 */
export function policyShape(filterSchema: z.ZodType<string>) {
  const grantSchema = z.strictObject({
    tenant: nameSchema,
    access: accessSchema,
    filters: z
      .array(filterSchema)
      .min(1, 'leave filters out to grant the whole tenant')
      .max(LIMITS.filtersPerGrant)
      .optional(),
    /** For each subject that the grant reaches. */
    limits: limitsSchema.optional(),
  });

  const allowMappingSchema = z.strictObject({
    ...mappingBase,
    effect: z.literal('allow').default('allow'),
    /** Shared by all subjects whom the mapping lets in. */
    limits: limitsSchema.optional(),
    grants: z.array(grantSchema).min(1, 'grant at least one tenant').max(LIMITS.grantsPerMapping),
  });

  const mappingSchema = z
    .unknown()
    .transform((value, context): z.output<typeof allowMappingSchema> | z.output<typeof denyMappingSchema> => {
      const denies = typeof value === 'object' && value !== null && 'effect' in value && value.effect === 'deny';
      const parsed = (denies ? denyMappingSchema : allowMappingSchema).safeParse(value);
      if (!parsed.success) {
        parsed.error.issues.forEach((issue) => context.addIssue({ ...issue }));
        return z.NEVER;
      }
      return parsed.data;
    })
    .meta({
      id: 'Mapping',
      description: 'Principals and the tenants that they may use, or, with `effect: deny`, may not.',
      override: describeAs(allowMappingSchema, denyMappingSchema),
    });

  return z
    .strictObject({
      tenants: z.array(tenantSchema).max(LIMITS.tenants).default([]),
      mappings: z.array(mappingSchema).max(LIMITS.mappings).default([]),
      settings: settingsSchema.default(DEFAULT_SETTINGS),
    })
    .meta({ id: 'Policy', description: 'All tenants and mappings. The order of mappings means nothing.' });
}

export type Policy = z.output<ReturnType<typeof policyShape>>;
export type Settings = Policy['settings'];
export type Tenant = Policy['tenants'][number];
export type ClusterTenant = z.output<typeof clusterTenantSchema>;
export type SingleTenant = z.output<typeof singleTenantSchema>;
export type MimirTenant = z.output<typeof mimirTenantSchema>;
export type Mapping = Policy['mappings'][number];
export type AllowMapping = Extract<Mapping, { effect: 'allow' }>;
export type DenyMapping = z.output<typeof denyMappingSchema>;
export type Grant = AllowMapping['grants'][number];
/** The limits of a grant, a tenant or a mapping, as the policy has them. */
export type GrantLimits = z.output<typeof limitsSchema>;
export type Access = z.output<typeof accessSchema>;

/** The kind of backend that a tenant needs, told by what the tenant names. */
export type BackendKind = 'victoriametrics-cluster' | 'victoriametrics' | 'mimir';

export function backendKindOf(tenant: Tenant): BackendKind {
  return 'account' in tenant ? 'victoriametrics-cluster' : 'org' in tenant ? 'mimir' : 'victoriametrics';
}

/** A policy that grants nothing to anybody: what is in force before the first publish. */
export const EMPTY_POLICY: Policy = { tenants: [], mappings: [], settings: DEFAULT_SETTINGS };
