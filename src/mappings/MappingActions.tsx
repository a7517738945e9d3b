import React from 'react';
import type { Mapping } from '@gatehouse/model';
import { IconButton, Stack } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { t } from '../i18n/t';
import { RestoreButton } from '../ui/RestoreButton';
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
  // Thousands of rows have no room for tooltips of Grafana's, each of which watches the whole page: the browser's will do.
  const named = (label: string) => ({ 'aria-label': label, title: label, tabIndex });
  const toggle = item.enabled
    ? t('mappings.actions.disable', 'Disable {{name}}', { name })
    : t('mappings.actions.enable', 'Enable {{name}}', { name });
  return (
    <Stack gap={1} justifyContent="flex-end">
      {change === 'changed' && (
        <IconButton
          name="history-alt"
          {...named(t('mappings.actions.revert', 'Revert {{name}} to the published one', { name }))}
          onClick={() => onRevert(row)}
        />
      )}
      <IconButton
        name="pen"
        {...named(t('mappings.actions.edit', 'Edit {{name}}', { name }))}
        onClick={() => onEdit(item)}
      />
      <IconButton name={item.enabled ? 'pause' : 'play'} {...named(toggle)} onClick={() => onToggle(item)} />
      <IconButton
        name="trash-alt"
        {...named(t('mappings.actions.remove', 'Remove {{name}}', { name }))}
        onClick={() => onRemove(item)}
      />
    </Stack>
  );
}
