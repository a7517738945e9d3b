import { z } from 'zod';
import { parseFilter } from '../filter/parse';
import { printFilter } from '../filter/print';
import { FilterSyntaxError } from '../filter/filter';
import { nameSchema } from '../policy/shape';
import { replaceBy } from './replaceBy';

const SPELLED_OUT = /^(0|[1-9][0-9]{0,9}):(0|[1-9][0-9]{0,9})$/;
const MAX_UINT32 = 4_294_967_295;

const TENANT = 'the name of a tenant, or account:project, two numbers up to 4294967295';

/** A tenant of the policy by its name, or one of a VictoriaMetrics cluster that need not be in the policy. */
export const askedTenantSchema = z
  .string()
  .transform((text, context): { name: string } | { account: number; project: number } => {
    const [, account, project] = SPELLED_OUT.exec(text) ?? [];
    if (account !== undefined && project !== undefined) {
      const spelledOut = { account: Number(account), project: Number(project) };
      if (Math.max(spelledOut.account, spelledOut.project) <= MAX_UINT32) {
        return spelledOut;
      }
    } else if (nameSchema.safeParse(text).success) {
      return { name: text };
    }
    context.addIssue({ code: 'custom', message: TENANT });
    return z.NEVER;
  })
  .meta({
    description:
      'The name of a tenant of the policy; or `account:project` of a cluster, in the policy or not, which needs the role `admin`. Left out for everything on a single node, which needs the role `admin` too.',
    example: 'acme',
    override: replaceBy({ type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,62}$' }),
  });

const askedFilterSchema = z
  .string()
  .max(4_096)
  .transform((text, context): string => {
    try {
      return printFilter(parseFilter(text));
    } catch (error) {
      if (!(error instanceof FilterSyntaxError)) {
        throw error;
      }
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  })
  .meta({
    description: 'A filter, as grants have it.',
    example: '{team="dev"}',
    override: replaceBy({ type: 'string', maxLength: 4_096 }),
  });

const search = z.string().trim().min(1).max(200).meta({ description: 'A part of it, in any case.' });

/** The parameter of the path below `/v1/backends`. */
export const backendParameterSchema = z.strictObject({ name: nameSchema });

/** The parameters of `GET /v1/backends/{name}/labels`. */
export const labelsQuerySchema = z.strictObject({ tenant: askedTenantSchema.optional(), search: search.optional() });

/** The parameters of `GET /v1/backends/{name}/values`. */
export const valuesQuerySchema = z.strictObject({
  label: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'the name of a label')
    .meta({ example: 'team' }),
  tenant: askedTenantSchema.optional(),
  search: search.optional(),
});

/** The parameters of `GET /v1/backends/{name}/series`. */
export const seriesQuerySchema = z.strictObject({
  tenant: askedTenantSchema.optional(),
  filter: askedFilterSchema.optional(),
});

/** The answer of `GET /v1/backends/{name}/tenants`. */
export const foundTenantsSchema = z
  .object({
    known: z.boolean().meta({ description: 'False when this kind of backend does not tell its tenants.' }),
    tenants: z.array(
      z.object({
        account: z.number().int(),
        project: z.number().int(),
        names: z.array(z.string()).meta({ description: 'What the policy in force calls it.' }),
      })
    ),
    complete: z.boolean().meta({ description: 'False when there are more.' }),
  })
  .meta({ id: 'FoundTenants', description: 'The tenants that a backend has series of.' });

/** The answers of `GET /v1/backends/{name}/labels` and `…/values`. */
export const foundTextsSchema = z
  .object({ found: z.array(z.string()), complete: z.boolean().meta({ description: 'False when there are more.' }) })
  .meta({ id: 'FoundTexts', description: 'Names or values of labels that series of the last day have.' });

/** The answer of `GET /v1/backends/{name}/series`. */
export const foundSeriesSchema = z
  .object({ series: z.number().int().meta({ description: 'How many series had a sample in the last five minutes.' }) })
  .meta({ id: 'FoundSeries', description: 'How much a filter lets through.' });

export type AskedTenant = z.output<typeof askedTenantSchema>;
export type FoundTenantsDocument = z.output<typeof foundTenantsSchema>;
export type FoundTextsDocument = z.output<typeof foundTextsSchema>;
export type FoundSeriesDocument = z.output<typeof foundSeriesSchema>;
