import React from 'react';
import { IconButton, Stack } from '@grafana/ui';

interface Props {
  /** Of the tenant or mapping. */
  name: string;
  onView: () => void;
}

/** All that can be done to a row while nothing can be changed. */
export function ViewButton({ name, onView }: Props) {
  return (
    <Stack justifyContent="flex-end">
      <IconButton name="eye" tooltip={`View ${name}`} onClick={onView} />
    </Stack>
  );
}
