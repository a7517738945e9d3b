import React from 'react';
import type { Mapping } from '@gatehouse/model';
import { IconButton, Stack } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
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
  readOnly,
  onEdit,
  onToggle,
  onRemove,
  onRevert,
}: { row: DraftRow<Mapping> } & MappingActionHandlers) {
  const { item, change } = row;
  if (readOnly) {
    return <ViewButton name={item.name} onView={() => onEdit(item)} />;
  }
  if (change === 'removed') {
    return <RestoreButton name={item.name} onRestore={() => onRevert(row)} />;
  }
  const toggle = item.enabled ? `Disable ${item.name}` : `Enable ${item.name}`;
  return (
    <Stack gap={1} justifyContent="flex-end">
      {change === 'changed' && (
        <IconButton
          name="history-alt"
          tooltip={`Revert ${item.name} to the published one`}
          onClick={() => onRevert(row)}
        />
      )}
      <IconButton name="pen" tooltip={`Edit ${item.name}`} onClick={() => onEdit(item)} />
      <IconButton name={item.enabled ? 'pause' : 'play'} tooltip={toggle} onClick={() => onToggle(item)} />
      <IconButton name="trash-alt" tooltip={`Remove ${item.name}`} onClick={() => onRemove(item)} />
    </Stack>
  );
}
