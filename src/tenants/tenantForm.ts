import { type BackendKind, checkPolicy, policySchema, type Tenant } from '@gatehouse/model';
import { z } from 'zod';
import type { Configuration } from '../api/configuration';
import { t } from '../i18n/t';
import { limitMessage, limitsOf, type LimitsValue, limitsValueOf } from '../limits/limitsForm';
import { surroundingsOf } from '../publish/surroundings';
import { sentence } from '../ui/sentence';

/** A tenant as the editor holds it: everything is text until it is saved. What counts depends on the backend's kind. */
export interface TenantFormValues {
  name: string;
  title: string;
  backend: string;
  account: string;
  project: string;
  org: string;
  labels: Array<{ label: string; value: string }>;
  /** Shared by everybody who uses the tenant. */
  limits: LimitsValue;
}

/** The values with which the editor opens; a new tenant stands on the only backend, when there is one only. */
export function tenantFormValuesOf(tenant: Tenant | undefined, { backends }: Configuration): TenantFormValues {
  const [only, ...others] = backends;
  return {
    name: tenant?.name ?? '',
    title: tenant?.title ?? '',
    backend: tenant?.backend ?? (others.length === 0 ? (only?.name ?? '') : ''),
    account: tenant !== undefined && 'account' in tenant ? String(tenant.account) : '',
    project: tenant !== undefined && 'account' in tenant ? String(tenant.project) : '0',
    org: tenant !== undefined && 'org' in tenant ? tenant.org : '',
    labels:
      tenant !== undefined && 'labels' in tenant
        ? Object.entries(tenant.labels ?? {}).map(([label, value]) => ({ label, value }))
        : [],
    limits: limitsValueOf(tenant?.limits),
  };
}

/** The kind of the chosen backend; undefined until one is chosen. */
export function chosenKind(backend: string, { backends }: Configuration): BackendKind | undefined {
  return backends.find(({ name }) => name === backend)?.kind;
}

/** Reads the form: every error is the model's own, at the input that it is about. */
export function tenantFormSchema(configuration: Configuration, otherNames: ReadonlySet<string>) {
  return z.custom<TenantFormValues>().superRefine((values, ctx) => {
    for (const { path, message } of formErrors(values, configuration, otherNames)) {
      ctx.addIssue({ code: 'custom', path, message });
    }
  });
}

/** The tenant that the form describes; only for values without errors. */
export function tenantOf(values: TenantFormValues, configuration: Configuration): Tenant {
  const [tenant] = policySchema.parse({ tenants: [candidateOf(values, configuration)] }).tenants;
  if (tenant === undefined) {
    throw new Error('a policy with one tenant has one tenant');
  }
  return tenant;
}

interface FormError {
  path: Array<string | number>;
  message: string;
}

function formErrors(
  values: TenantFormValues,
  configuration: Configuration,
  otherNames: ReadonlySet<string>
): FormError[] {
  if (chosenKind(values.backend, configuration) === undefined) {
    // The rest of the form depends on the backend, but for the name.
    return [
      ...(values.name.trim() === '' ? [{ path: ['name'], message: t('tenants.form.name', 'Enter a name.') }] : []),
      { path: ['backend'], message: t('tenants.form.backend', 'Choose a backend.') },
    ];
  }
  if (otherNames.has(values.name.trim())) {
    return [
      {
        path: ['name'],
        message: t('tenants.form.nameTaken', 'Another tenant has the name {{name}}. Give this one its own.', {
          name: values.name.trim(),
        }),
      },
    ];
  }
  const labels = values.labels.map(({ label }) => label.trim());
  const repeated = labels.findIndex((label, position) => labels.indexOf(label) !== position);
  if (repeated >= 0) {
    return [
      {
        path: ['labels', repeated, 'label'],
        message: t('tenants.form.labelTwice', 'This label is fixed above already.'),
      },
    ];
  }
  const check = checkPolicy({ tenants: [candidateOf(values, configuration)] }, surroundingsOf(configuration), 0);
  return check.problems.map(({ path, message }) => {
    const [field, label] = path.slice(2);
    if (field === 'labels') {
      const position = labels.indexOf(String(label));
      return { path: position < 0 ? ['labels'] : ['labels', position, 'label'], message: sentence(message) };
    }
    if (field === 'limits') {
      return { path: path.slice(2), message: limitMessage(label) ?? sentence(message) };
    }
    const number = field === 'account' || field === 'project';
    return {
      path: [field ?? 'name'],
      message: number ? t('tenants.form.number', 'Use a whole number from 0 to 4294967295.') : sentence(message),
    };
  });
}

function candidateOf(values: TenantFormValues, configuration: Configuration): unknown {
  const { name, title, backend, account, project, org, labels } = values;
  const limits = limitsOf(values.limits);
  const base = {
    name: name.trim(),
    ...(title.trim() !== '' && { title: title.trim() }),
    backend,
    ...(limits !== undefined && { limits }),
  };
  switch (chosenKind(backend, configuration)) {
    case 'victoriametrics-cluster':
      return { ...base, account: wholeNumber(account), project: project.trim() === '' ? 0 : wholeNumber(project) };
    case 'mimir':
      return { ...base, org: org.trim() };
    case 'victoriametrics':
    case undefined:
      return {
        ...base,
        ...(labels.length > 0 && {
          labels: Object.fromEntries(labels.map(({ label, value }) => [label.trim(), value])),
        }),
      };
  }
}

function wholeNumber(text: string): number {
  return /^[0-9]+$/.test(text.trim()) ? Number(text.trim()) : NaN;
}
