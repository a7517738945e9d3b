import React from 'react';
import { Badge } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { t } from '../i18n/t';

/** Says what the draft does to a line of a table. */
export function ChangeBadge({ change }: { change: DraftRow<unknown>['change'] }) {
  switch (change) {
    case undefined:
      return null;
    case 'added':
      return <Badge text={t('ui.change.added', 'Added')} color="green" icon="plus" />;
    case 'changed':
      return <Badge text={t('ui.change.changed', 'Changed')} color="blue" icon="pen" />;
    case 'removed':
      return <Badge text={t('ui.change.removed', 'Removed')} color="red" icon="trash-alt" />;
  }
}
