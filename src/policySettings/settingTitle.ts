import type { Settings } from '@gatehouse/model';
import { t } from '../i18n/t';

/** What a setting of the policy is called. */
export function settingTitle(name: keyof Settings): string {
  switch (name) {
    case 'severalTenants':
      return t('settings.severalTenants.title', 'Several tenants');
    case 'approvals':
      return t('settings.approvals.title', 'Approvals');
  }
}
