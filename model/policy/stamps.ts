import { parseFilter } from '../filter/parse';
import { twinsOf } from '../filter/twins';
import type { Finding } from './finding';
import type { AllowMapping, Tenant } from './shape';

/**
 * Finds what keeps a write grant's filter from being stamped: written samples get the filter's labels, so it must say exactly
 * which those are, and no writer may be able to keep labels of his own beside them.
 */
export function findStampProblems(
  mapping: AllowMapping,
  tenant: Tenant,
  filters: readonly string[],
  path: Finding['path']
): Finding[] {
  const matchers = filters.flatMap((filter) => parseFilter(filter).matchers);
  const labels = new Set(matchers.map((matcher) => matcher.label));
  const stampable =
    filters.length === 1 &&
    labels.size === matchers.length &&
    matchers.every(
      ({ operator, value, label }) => operator === '=' && value !== '' && label !== '__name__' && !label.includes('.')
    );
  if (!stampable) {
    return [
      {
        code: 'write-filter',
        path,
        message: `mapping ${mapping.name} grants writing: use at most one filter with one "=" matcher a label, such as {team="dev"}; its labels are stamped on every sample. Grant reading and writing separately where they differ`,
        hint: 'write one filter of "=" matchers such as {team="dev"}, each label once and with a value, or split this into a read grant and a write grant',
      },
    ];
  }
  const fixed: Readonly<Record<string, string>> = 'account' in tenant || 'org' in tenant ? {} : (tenant.labels ?? {});
  return matchers.flatMap(({ label, value }): Finding[] => {
    const [twin] = twinsOf(label);
    if (Object.hasOwn(fixed, label) && fixed[label] !== value) {
      const message = `mapping ${mapping.name} would stamp ${label}="${value}", but the tenant ${tenant.name} has ${label}="${fixed[label]}"; remove ${label} from the filter`;
      return [
        {
          code: 'stamp-contradicts',
          path,
          message,
          hint: `take ${label} out of the filter: the tenant stamps it already`,
        },
      ];
    }
    if (twin !== undefined && !Object.hasOwn(fixed, label)) {
      const message = `mapping ${mapping.name} would stamp ${label}, but with the help of a label ${twin} a writer can make VictoriaMetrics keep a second ${label}; stamp another label, or give the writer a tenant of its own`;
      const hint = `write another label than ${label} in the filter, or give the writer a tenant of its own and leave filters out`;
      return [{ code: 'stamp-evadable', path, message, hint }];
    }
    return [];
  });
}
