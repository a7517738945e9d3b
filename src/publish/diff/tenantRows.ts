import type { GrantLimits, PolicyChange } from '@gatehouse/model';
import { t } from '../../i18n/t';
import { limitsInWords } from '../../limits/limitsInWords';
import type { ChangeRow } from './changeRows';

type FieldChange = Extract<PolicyChange, { kind: 'tenant-changed' }>['fields'][number];

/** The fields of a tenant that a change is about. */
export function tenantRows(fields: readonly FieldChange[]): ChangeRow[] {
  return fields.map(({ field, from, to }) => ({
    field: fieldName(field),
    before: valueLines(from),
    after: valueLines(to),
  }));
}

function fieldName(field: FieldChange['field']): string {
  switch (field) {
    case 'title':
      return t('diff.field.title', 'Title');
    case 'backend':
      return t('diff.field.backend', 'Backend');
    case 'account':
      return t('diff.field.account', 'Account');
    case 'project':
      return t('diff.field.project', 'Project');
    case 'org':
      return t('diff.field.org', 'Org');
    case 'labels':
      return t('diff.field.labels', 'Fixed labels');
    case 'limits':
      return t('diff.field.limits', 'All together');
  }
}

function valueLines(value: FieldChange['from']): string[] {
  if (value === null) {
    return [];
  }
  if (typeof value !== 'object') {
    return [String(value)];
  }
  return isLabels(value)
    ? Object.entries(value).map(([label, text]) => `${label}=${JSON.stringify(text)}`)
    : limitsInWords(value);
}

/** Of limits, `maxRange` alone is a text. */
function isLabels(value: Record<string, string> | GrantLimits): value is Record<string, string> {
  return Object.entries(value).every(([name, one]) => typeof one === 'string' && name !== 'maxRange');
}
