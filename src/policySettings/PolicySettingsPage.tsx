import React from 'react';
import { Stack } from '@grafana/ui';
import { useDraft } from '../draft/DraftProvider';
import type { SettingItem } from '../draft/settingItems';
import { t } from '../i18n/t';
import { PolicyLayout } from '../PolicyLayout';
import { SettingField } from './SettingField';
import { settingTitle } from './settingTitle';

const SEVERAL_TENANTS: readonly SettingItem[] = [
  { name: 'severalTenants', value: 'federate' },
  { name: 'severalTenants', value: 'refuse' },
];
const APPROVALS: readonly SettingItem[] = [
  { name: 'approvals', value: 0 },
  { name: 'approvals', value: 1 },
];

/** The policy's settings; changes of them go into the draft as those of tenants and mappings do. */
export function PolicySettingsPage() {
  const { policy } = useDraft();
  return (
    <PolicyLayout active="settings">
      <Stack direction="column" gap={4}>
        <SettingField
          label={settingTitle('approvals')}
          description={t(
            'settings.approvals.description',
            'Whether one person is enough to change who sees what. While a second person is needed, that goes for changes of this setting, too.'
          )}
          choices={APPROVALS}
          value={policy.settings.approvals}
        />
        <SettingField
          label={settingTitle('severalTenants')}
          description={t(
            'settings.severalTenants.description',
            'What becomes of a query of somebody who may read several tenants, when the query names none.'
          )}
          choices={SEVERAL_TENANTS}
          value={policy.settings.severalTenants}
        />
      </Stack>
    </PolicyLayout>
  );
}
