import type { PolicyChange } from '@gatehouse/model';
import { settingTitle } from '../../policySettings/settingTitle';
import { t } from '../../i18n/t';

/** What a change does to what, for example "Remove mapping globex". */
export function changeTitle(change: PolicyChange): string {
  switch (change.kind) {
    case 'setting-changed':
      return t('diff.settingChanged', 'Change setting {{name}}', { name: settingTitle(change.setting) });
    case 'tenant-added':
      return t('diff.tenantAdded', 'Add tenant {{name}}', { name: change.name });
    case 'tenant-removed':
      return t('diff.tenantRemoved', 'Remove tenant {{name}}', { name: change.name });
    case 'tenant-renamed':
      return t('diff.tenantRenamed', 'Rename tenant {{from}} to {{to}}', { from: change.from, to: change.to });
    case 'tenant-changed':
      return t('diff.tenantChanged', 'Change tenant {{name}}', { name: change.name });
    case 'mapping-added':
      return t('diff.mappingAdded', 'Add mapping {{name}}', { name: change.name });
    case 'mapping-removed':
      return t('diff.mappingRemoved', 'Remove mapping {{name}}', { name: change.name });
    case 'mapping-renamed':
      return t('diff.mappingRenamed', 'Rename mapping {{from}} to {{to}}', { from: change.from, to: change.to });
    case 'mapping-changed':
      return t('diff.mappingChanged', 'Change mapping {{name}}', { name: change.name });
  }
}
