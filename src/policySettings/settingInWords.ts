import type { SettingItem } from '../draft/settingItems';

/** A setting of the policy, for people. */
export interface SettingInWords {
  title: string;
  /** What its value means, without a full stop. */
  meaning: string;
}

export function settingInWords(item: SettingItem): SettingInWords {
  switch (item.name) {
    case 'severalTenants':
      return {
        title: 'Several tenants',
        meaning:
          item.value === 'federate'
            ? 'a query that names none of several tenants is answered from all of them, where that is safe'
            : 'a query that names none of several tenants is refused',
      };
    case 'approvals':
      return {
        title: 'Approvals',
        meaning:
          item.value === 0
            ? 'changes take effect at once'
            : 'changes take effect only when a second person has approved them',
      };
  }
}
