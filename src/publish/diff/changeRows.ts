import type { PolicyChange } from '@gatehouse/model';
import { t } from '../../i18n/t';
import { settingInWords } from '../../policySettings/settingInWords';
import { settingItem } from '../../draft/settingItems';
import { type Detail, mappingDetails, tenantDetails } from '../../readOnly/details';
import { mappingRows } from './mappingRows';
import { tenantRows } from './tenantRows';

/** One field before and after a change. */
export interface ChangeRow {
  field: string;
  /** Nothing where there was none. */
  before: readonly string[];
  after: readonly string[];
  /** True when only what went out of a list and what came into it is told. */
  isPart?: boolean;
}

/** What a change is about, field by field; renamed tenants and mappings have no other difference than their names. */
export function changeRows(change: PolicyChange): ChangeRow[] {
  switch (change.kind) {
    case 'setting-changed': {
      const [before, after] = [change.from, change.to].map((value) => {
        const item = settingItem(change.setting, value);
        return item === undefined ? [String(value)] : [settingInWords(item).meaning];
      });
      return [{ field: t('diff.field.meaning', 'Meaning'), before: before ?? [], after: after ?? [] }];
    }
    case 'tenant-added':
      return tenantDetails(change.tenant).map(asAfter);
    case 'tenant-removed':
      return tenantDetails(change.tenant).map(asBefore);
    case 'mapping-added':
      return mappingDetails(change.mapping).map(asAfter);
    case 'mapping-removed':
      return mappingDetails(change.mapping).map(asBefore);
    case 'tenant-renamed':
    case 'mapping-renamed':
      return [{ field: t('diff.field.name', 'Name'), before: [change.from], after: [change.to] }];
    case 'tenant-changed':
      return tenantRows(change.fields);
    case 'mapping-changed':
      return mappingRows(change);
  }
}

function asAfter({ term, lines }: Detail): ChangeRow {
  return { field: term, before: [], after: lines };
}

function asBefore({ term, lines }: Detail): ChangeRow {
  return { field: term, before: lines, after: [] };
}
