import React from 'react';
import type { Mapping } from '@gatehouse/model';
import { Stack } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { t } from '../i18n/t';
import { RestoreButton } from '../ui/RestoreButton';
import { RowButton } from '../ui/RowButton';
import { ViewButton } from '../ui/ViewButton';

export interface MappingActionHandlers {
  /** Nothing can be changed: mappings can only be viewed. */
  readOnly: boolean;
  onEdit: (mapping: Mapping) => void;
  onToggle: (mapping: Mapping) => void;
  onRemove: (mapping: Mapping) => void;
  onRevert: (row: DraftRow<Mapping>) => void;
}

/** What can be done to one mapping. Nothing here asks back: every step can be undone until it is published. */
export function MappingActions({
  row,
  tabIndex,
  readOnly,
  onEdit,
  onToggle,
  onRemove,
  onRevert,
}: { row: DraftRow<Mapping>; tabIndex: 0 | -1 } & MappingActionHandlers) {
  const { item, change } = row;
  const { name } = item;
  if (readOnly) {
    return <ViewButton name={name} tabIndex={tabIndex} onView={() => onEdit(item)} />;
  }
  if (change === 'removed') {
    return <RestoreButton name={name} tabIndex={tabIndex} onRestore={() => onRevert(row)} />;
  }
  const toggle = item.enabled
    ? t('mappings.actions.disable', 'Disable {{name}}', { name })
    : t('mappings.actions.enable', 'Enable {{name}}', { name });
  return (
    <Stack gap={0.5} justifyContent="flex-end">
      {change === 'changed' && (
        <RowButton
          icon="history-alt"
          label={t('mappings.actions.revert', 'Revert {{name}} to the published one', { name })}
          tabIndex={tabIndex}
          onClick={() => onRevert(row)}
        />
      )}
      <RowButton
        icon="pen"
        label={t('mappings.actions.edit', 'Edit {{name}}', { name })}
        tabIndex={tabIndex}
        onClick={() => onEdit(item)}
      />
      <RowButton
        icon={item.enabled ? 'pause' : 'play'}
        label={toggle}
        tabIndex={tabIndex}
        onClick={() => onToggle(item)}
      />
      <RowButton
        icon="trash-alt"
        label={t('mappings.actions.remove', 'Remove {{name}}', { name })}
        tabIndex={tabIndex}
        onClick={() => onRemove(item)}
      />
    </Stack>
  );
}
