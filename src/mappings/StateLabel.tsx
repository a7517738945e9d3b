import React from 'react';
import { dateTimeFormat, dateTimeFormatTimeAgo } from '@grafana/data';
import type { Mapping } from '@gatehouse/model';
import { Icon, type IconName, Stack, Text, Tooltip } from '@grafana/ui';
import { type MappingState, mappingState } from './mappingState';

const LOOKS: Record<
  MappingState,
  { icon: IconName; text: string; color: 'success' | 'secondary' | 'error' | 'warning' }
> = {
  enabled: { icon: 'check-circle', text: 'Enabled', color: 'success' },
  disabled: { icon: 'pause', text: 'Disabled', color: 'secondary' },
  expired: { icon: 'clock-nine', text: 'Expired', color: 'error' },
  'expires-soon': { icon: 'clock-nine', text: 'Expires', color: 'warning' },
};

/** Whether a mapping counts, in an icon and words; the exact end is in the tooltip. */
export function StateLabel({ mapping, now }: { mapping: Mapping; now: number }) {
  const { expires } = mapping;
  const state = mappingState(mapping, now);
  const { icon, text, color } = LOOKS[state];
  const label = (
    <Text color={color}>
      <Stack gap={0.5} alignItems="flex-start">
        <span>
          <Icon name={icon} />
        </span>
        {state === 'expires-soon' && expires !== undefined ? `${text} ${dateTimeFormatTimeAgo(expires)}` : text}
      </Stack>
    </Text>
  );
  return expires === undefined ? (
    label
  ) : (
    <Tooltip content={`Ends ${dateTimeFormat(expires)}`}>
      <span>{label}</span>
    </Tooltip>
  );
}
