import type { z } from 'zod';
import { FilterSyntaxError } from '../filter/filter';
import type { Access } from '../policy/shape';
import { claimSchema, type VmAccessClaim } from './claimSchema';
import { combineFilters } from './combineFilters';
import { parseUniqueJson } from './parseUniqueJson';
import type { VmAccess } from './vmAccess';

/** Longest `vm_access` that is a text, in UTF-16 code units. */
const MAX_TEXT_LENGTH = 32_768;

const VMGATEWAY_FIELDS = ['tenant_id', 'extra_labels', 'extra_filters'] as const;
const VMAUTH_FIELDS = [
  'metrics_account_id',
  'metrics_project_id',
  'metrics_extra_labels',
  'metrics_extra_filters',
] as const;
const LOGS_FIELDS = ['logs_account_id', 'logs_project_id', 'logs_extra_filters', 'logs_extra_stream_filters'] as const;

const ACCESS: Readonly<Record<NonNullable<VmAccessClaim['mode']>, Access>> = {
  0: 'read-write',
  1: 'read',
  2: 'write',
  3: 'read-write',
};

/** Something in the claim that is not understood; the message is for the administrator. */
class ClaimProblem extends Error {}

/**
 * Reads a `vm_access` claim, an object or its JSON, in vmgateway's form, in vmauth's, or in both when they say the same.
 * Whatever is not understood wholly gives nothing.
 *
 * @param backends those for which the issuer's claims count; undefined for all
 * @returns the grant, or an explanation of why the claim gives nothing
 */
export function readVmAccess(
  claim: unknown,
  backends: readonly string[] | undefined
): { vmAccess: VmAccess } | { problem: string } {
  try {
    const fields = parseClaim(typeof claim === 'string' ? parseText(claim) : claim);
    return { vmAccess: { ...formOf(fields), access: ACCESS[fields.mode ?? 0], backends } };
  } catch (error) {
    if (error instanceof ClaimProblem) {
      return { problem: error.message };
    }
    throw error;
  }
}

function parseText(text: string): unknown {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new ClaimProblem(`vm_access has more than ${MAX_TEXT_LENGTH} characters`);
  }
  try {
    return parseUniqueJson(text);
  } catch (error) {
    // JSON.parse quotes what it cannot read, and that belongs to somebody.
    const twice = error instanceof SyntaxError && error.message.includes('stands twice');
    throw new ClaimProblem(twice ? `in vm_access ${error.message}` : 'vm_access is a text that is not JSON');
  }
}

function parseClaim(value: unknown): VmAccessClaim {
  const parsed = claimSchema.safeParse(value);
  if (!parsed.success) {
    throw new ClaimProblem(parsed.error.issues.slice(0, 3).map(describeIssue).join('; ').slice(0, 500));
  }
  return parsed.data;
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${['vm_access', ...path.map(String)].join('.')}: ${message}`;
}

type Form = Pick<VmAccess, 'tenant' | 'filters'>;

function formOf(fields: VmAccessClaim): Form {
  const has = (names: ReadonlyArray<keyof VmAccessClaim>) => names.some((name) => fields[name] !== undefined);
  if (has(VMGATEWAY_FIELDS) && has(VMAUTH_FIELDS)) {
    const [one, other] = [vmgatewayForm(fields), vmauthForm(fields)];
    if (JSON.stringify(one) !== JSON.stringify(other)) {
      throw new ClaimProblem("vm_access has vmgateway's and vmauth's fields, and they do not say the same");
    }
    return one;
  }
  if (has(LOGS_FIELDS) && !has(VMGATEWAY_FIELDS) && !has(VMAUTH_FIELDS)) {
    throw new ClaimProblem('vm_access speaks of logs and says nothing about metrics');
  }
  return has(VMAUTH_FIELDS) ? vmauthForm(fields) : vmgatewayForm(fields);
}

function vmgatewayForm({ tenant_id: id, extra_labels: labels = {}, extra_filters: filters }: VmAccessClaim): Form {
  return {
    tenant: readTenant(id?.account_id, id?.project_id),
    filters: readFilters(Object.entries(labels), filters),
  };
}

function vmauthForm({
  metrics_account_id: account,
  metrics_project_id: project,
  metrics_extra_labels: labels = [],
  metrics_extra_filters: filters,
}: VmAccessClaim): Form {
  return { tenant: readTenant(account, project), filters: readFilters(labels.map(splitLabel), filters) };
}

/** Where only the project is left out it is 0, as in vmgateway, in vmauth and in VictoriaMetrics' URLs. */
function readTenant(account: number | undefined, project: number | undefined): VmAccess['tenant'] {
  if (account === undefined && project !== undefined) {
    throw new ClaimProblem('vm_access names a project without its account');
  }
  return account === undefined ? undefined : { account, project: project ?? 0 };
}

function splitLabel(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 0) {
    throw new ClaimProblem('vm_access.metrics_extra_labels: a label and its value are joined by "=", as in team=dev');
  }
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function readFilters(labels: Array<[string, string]>, filters: readonly string[] | undefined): string[] | undefined {
  const values = new Map<string, string>();
  for (const [label, value] of labels) {
    if ((values.get(label) ?? value) !== value) {
      throw new ClaimProblem(`vm_access has two values for the label ${label}`);
    }
    values.set(label, value);
  }
  try {
    return combineFilters([...values], filters);
  } catch (error) {
    if (error instanceof FilterSyntaxError) {
      throw new ClaimProblem(`vm_access: ${error.message}`);
    }
    throw error;
  }
}
