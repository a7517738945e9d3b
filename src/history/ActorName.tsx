import React from 'react';
import type { Actor } from '@gatehouse/model/api';
import { Icon, Tooltip } from '@grafana/ui';
import { BreakableText } from '../ui/BreakableText';
import { actorInWords } from './actorInWords';

/** Who made a change, with a sign of how certain that is. */
export function ActorName({ actor }: { actor: Actor }) {
  const { name, isVerified, how } = actorInWords(actor);
  return (
    <span>
      <BreakableText text={name} />{' '}
      <Tooltip content={how}>
        <Icon name={isVerified ? 'shield' : 'info-circle'} size="sm" tabIndex={0} title={how} />
      </Tooltip>
    </span>
  );
}
