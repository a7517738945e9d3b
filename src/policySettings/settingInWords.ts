import type { SettingItem } from '../draft/settingItems';
import { t } from '../i18n/t';
import { settingTitle } from './settingTitle';

/** A setting of the policy, for people. */
export interface SettingInWords {
  title: string;
  /** What its value means, without a full stop. */
  meaning: string;
}

export function settingInWords(item: SettingItem): SettingInWords {
  return { title: settingTitle(item.name), meaning: meaningOf(item) };
}

function meaningOf(item: SettingItem): string {
  switch (item.name) {
    case 'severalTenants':
      return item.value === 'federate'
        ? t(
            'settings.severalTenants.federate',
            'a query that names none of several tenants is answered from all of them, where that is safe'
          )
        : t('settings.severalTenants.refuse', 'a query that names none of several tenants is refused');
    case 'approvals':
      return item.value === 0
        ? t('settings.approvals.none', 'changes take effect at once')
        : t('settings.approvals.one', 'changes take effect only when a second person has approved them');
  }
}
