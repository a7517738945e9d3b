import React from 'react';
import { Button, Stack } from '@grafana/ui';

interface Props {
  /** Of the removed item. */
  name: string;
  onRestore: () => void;
}

/** All that can be done to a row that the draft removes. */
export function RestoreButton({ name, onRestore }: Props) {
  return (
    <Stack justifyContent="flex-end">
      <Button
        size="sm"
        variant="secondary"
        fill="outline"
        icon="history-alt"
        aria-label={`Restore ${name}`}
        onClick={onRestore}
      >
        Restore
      </Button>
    </Stack>
  );
}
