import React from 'react';
import type { Actor } from '@gatehouse/model/api';
import { Icon, Stack, Tooltip } from '@grafana/ui';
import { actorInWords } from './actorInWords';

/** Who made a change, with a sign of how certain that is. */
export function ActorName({ actor }: { actor: Actor }) {
  const { name, isVerified, how } = actorInWords(actor);
  return (
    <Stack gap={0.5} alignItems="center">
      <span>{name}</span>
      <Tooltip content={how}>
        <Icon name={isVerified ? 'shield' : 'info-circle'} size="sm" tabIndex={0} title={how} />
      </Tooltip>
    </Stack>
  );
}
