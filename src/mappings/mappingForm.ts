import { type Access, checkPolicy, type Mapping, parsePrincipal, policySchema, type Tenant } from '@gatehouse/model';
import { z } from 'zod';
import type { Configuration } from '../api/configuration';
import { t } from '../i18n/t';
import { limitMessage, limitsOf, type LimitsValue, limitsValueOf } from '../limits/limitsForm';
import { surroundingsOf } from '../publish/surroundings';
import { sentence } from '../ui/sentence';

/** Principals in a form: those that are tags already, and what stands in the input. */
export interface PrincipalsValue {
  list: string[];
  pending: string;
}

export interface GrantValue {
  tenant: string;
  access: Access;
  filters: Array<{ text: string }>;
  /** For each person. */
  limits: LimitsValue;
}

/** A mapping as the editor holds it: everything is text until it is saved. */
export interface MappingFormValues {
  name: string;
  principals: PrincipalsValue;
  except: PrincipalsValue;
  effect: 'allow' | 'deny';
  /** For deny mappings: every tenant, also those to come. */
  everything: boolean;
  grants: GrantValue[];
  /** Shared by everybody whom the mapping names. */
  limits: LimitsValue;
  issuers: string[];
  /** As a policy has it, or what was typed instead; empty for a mapping that does not end. */
  expires: string;
  enabled: boolean;
}

export function emptyGrant(tenant = ''): GrantValue {
  return { tenant, access: 'read', filters: [], limits: limitsValueOf(undefined) };
}

/** The values with which the editor opens. */
export function formValuesOf(mapping: Mapping | undefined, tenants: readonly Tenant[]): MappingFormValues {
  const [only, ...others] = tenants;
  return {
    name: mapping?.name ?? '',
    principals: { list: mapping?.principals ?? [], pending: '' },
    except: { list: mapping?.except ?? [], pending: '' },
    effect: mapping?.effect ?? 'allow',
    everything: mapping !== undefined && mapping.effect === 'deny' && mapping.grants === undefined,
    grants: mapping === undefined ? [emptyGrant(others.length === 0 ? only?.name : undefined)] : grantValues(mapping),
    limits: limitsValueOf(mapping?.effect === 'allow' ? mapping.limits : undefined),
    issuers: mapping?.issuers ?? [],
    expires: mapping?.expires ?? '',
    enabled: mapping?.enabled ?? true,
  };
}

function grantValues(mapping: Mapping): GrantValue[] {
  if (mapping.effect === 'deny') {
    return mapping.grants?.map(({ tenant }) => emptyGrant(tenant)) ?? [emptyGrant()];
  }
  return mapping.grants.map(({ tenant, access, filters, limits }) => ({
    tenant,
    access,
    filters: (filters ?? []).map((text) => ({ text })),
    limits: limitsValueOf(limits),
  }));
}

export interface MappingFormContext {
  tenants: readonly Tenant[];
  configuration: Configuration;
  /** Names of the other mappings. */
  otherNames: ReadonlySet<string>;
}

/** Reads the form: every error is the model's own, at the input that it is about. */
export function mappingFormSchema(context: MappingFormContext) {
  return z.custom<MappingFormValues>().superRefine((values, ctx) => {
    for (const { path, message } of formErrors(values, context)) {
      ctx.addIssue({ code: 'custom', path, message });
    }
  });
}

/** The mapping that the form describes; only for values without errors. */
export function mappingOf(values: MappingFormValues): Mapping {
  const [mapping] = policySchema.parse({ mappings: [candidateOf(values)] }).mappings;
  if (mapping === undefined) {
    throw new Error('a policy with one mapping has one mapping');
  }
  return mapping;
}

interface FormError {
  path: Array<string | number>;
  message: string;
}

function formErrors(
  values: MappingFormValues,
  { tenants, configuration, otherNames }: MappingFormContext
): FormError[] {
  const early = [
    ...pendingErrors(values),
    ...(otherNames.has(values.name)
      ? [
          {
            path: ['name'],
            message: t('mappings.form.nameTaken', 'Another mapping has the name {{name}}. Give this one its own.', {
              name: values.name,
            }),
          },
        ]
      : []),
    ...(values.effect === 'deny' && values.everything
      ? []
      : values.grants.flatMap(({ tenant }, position) =>
          tenant === ''
            ? [{ path: ['grants', position, 'tenant'], message: t('mappings.form.noTenant', 'Choose a tenant.') }]
            : []
        )),
  ];
  const taken = new Set(early.map(({ path }) => path.join('.')));
  const granted = new Set(values.grants.map(({ tenant }) => tenant));
  const check = checkPolicy(
    { tenants: tenants.filter(({ name }) => granted.has(name)), mappings: [candidateOf(values)] },
    surroundingsOf(configuration),
    Date.now()
  );
  const late = check.problems
    .filter(({ path }) => path[0] === 'mappings')
    .map(({ path, message }): FormError => formError(path.slice(2), message))
    .filter(({ path }) => !taken.has(path.join('.')));
  return [...early, ...late];
}

/** What was typed but not made a tag yet counts, and must be right. */
function pendingErrors(values: MappingFormValues): FormError[] {
  return (['principals', 'except'] as const).flatMap((field) => {
    const { pending } = values[field];
    const parsed = pending.trim() === '' ? undefined : parsePrincipal(pending.trim());
    return parsed !== undefined && 'problem' in parsed ? [{ path: [field], message: sentence(parsed.problem) }] : [];
  });
}

/** Takes a place in a mapping to the input in the form that it is about. */
function formError(path: Array<string | number>, message: string): FormError {
  const [first, position, inner, ...rest] = path;
  if (first === 'limits') {
    return { path, message: limitMessage(position) ?? sentence(message) };
  }
  if (first !== 'grants' || position === undefined) {
    const field = typeof first === 'string' ? first : 'name';
    return { path: [field], message: sentence(message) };
  }
  if (inner === 'limits') {
    return { path, message: limitMessage(rest[0]) ?? sentence(message) };
  }
  if (inner === 'filters' && typeof rest[0] === 'number') {
    return { path: ['grants', position, 'filters', rest[0], 'text'], message: sentence(message) };
  }
  return { path: ['grants', position, inner ?? 'tenant'], message: sentence(message) };
}

function candidateOf(values: MappingFormValues): unknown {
  const { name, effect, everything, issuers, enabled } = values;
  const except = principalsOf(values.except);
  const limits = limitsOf(values.limits);
  const grants =
    effect === 'allow'
      ? values.grants.map(grantOf)
      : everything
        ? undefined
        : values.grants.map(({ tenant }) => ({ tenant }));
  return {
    name: name.trim(),
    principals: principalsOf(values.principals),
    ...(except.length > 0 && { except }),
    ...(issuers.length > 0 && { issuers }),
    effect,
    ...(grants !== undefined && { grants }),
    ...(effect === 'allow' && limits !== undefined && { limits }),
    enabled,
    ...(values.expires !== '' && { expires: values.expires }),
  };
}

function principalsOf({ list, pending }: PrincipalsValue): string[] {
  return [...new Set([...list, ...(pending.trim() === '' ? [] : [pending.trim()])])];
}

function grantOf({ tenant, access, filters, limits }: GrantValue): unknown {
  const set = limitsOf(limits);
  return {
    tenant,
    access,
    ...(filters.length > 0 && { filters: filters.map(({ text }) => text) }),
    ...(set !== undefined && { limits: set }),
  };
}
