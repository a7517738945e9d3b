import React from 'react';
import { dateTimeFormat, dateTimeFormatTimeAgo } from '@grafana/data';
import type { Mapping } from '@gatehouse/model';
import { type IconName, Stack, Text } from '@grafana/ui';
import { t } from '../i18n/t';
import { ListIcon } from '../ui/ListIcon';
import { type MappingState, mappingState } from './mappingState';

const LOOKS: Record<MappingState, { icon: IconName; color: 'success' | 'secondary' | 'error' | 'warning' }> = {
  enabled: { icon: 'check-circle', color: 'success' },
  disabled: { icon: 'pause', color: 'secondary' },
  expired: { icon: 'clock-nine', color: 'error' },
  'expires-soon': { icon: 'clock-nine', color: 'warning' },
};

/** Whether a mapping counts, in an icon and words; the exact end is in the tooltip. */
export function StateLabel({ mapping, now }: { mapping: Mapping; now: number }) {
  const { expires } = mapping;
  const state = mappingState(mapping, now);
  const { icon, color } = LOOKS[state];
  const end =
    expires === undefined ? undefined : t('mappings.state.ends', 'Ends {{when}}', { when: dateTimeFormat(expires) });
  return (
    <span title={end}>
      <Text color={color}>
        <Stack gap={0.5} alignItems="flex-start">
          <span>
            <ListIcon name={icon} />
          </span>
          {stateText(state, expires)}
        </Stack>
      </Text>
    </span>
  );
}

function stateText(state: MappingState, expires = ''): string {
  switch (state) {
    case 'enabled':
      return t('mappings.state.enabled', 'Enabled');
    case 'disabled':
      return t('mappings.state.disabled', 'Disabled');
    case 'expired':
      return t('mappings.state.expired', 'Expired');
    case 'expires-soon':
      return t('mappings.state.expiresSoon', 'Expires {{when}}', { when: dateTimeFormatTimeAgo(expires) });
  }
}
