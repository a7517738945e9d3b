import React from 'react';
import { IconButton, Stack } from '@grafana/ui';
import { t } from '../i18n/t';

interface Props {
  /** Of the tenant or mapping. */
  name: string;
  /** -1 where Tab shall not stop, in a list that is walked through row by row. */
  tabIndex?: 0 | -1;
  onView: () => void;
}

/** All that can be done to a row while nothing can be changed. */
export function ViewButton({ name, tabIndex, onView }: Props) {
  const label = t('ui.viewNamed', 'View {{name}}', { name });
  return (
    <Stack justifyContent="flex-end">
      <IconButton name="eye" aria-label={label} title={label} tabIndex={tabIndex} onClick={onView} />
    </Stack>
  );
}
