import React from 'react';
import { Badge, type BadgeColor, type IconName } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';

const LOOKS: Record<NonNullable<DraftRow<unknown>['change']>, { text: string; color: BadgeColor; icon: IconName }> = {
  added: { text: 'Added', color: 'green', icon: 'plus' },
  changed: { text: 'Changed', color: 'blue', icon: 'pen' },
  removed: { text: 'Removed', color: 'red', icon: 'trash-alt' },
};

/** Says what the draft does to a line of a table. */
export function ChangeBadge({ change }: { change: DraftRow<unknown>['change'] }) {
  return change === undefined ? null : <Badge {...LOOKS[change]} />;
}
