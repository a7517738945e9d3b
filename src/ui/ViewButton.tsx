import React from 'react';
import { Stack } from '@grafana/ui';
import { t } from '../i18n/t';
import { RowButton } from './RowButton';

interface Props {
  /** Of the tenant or mapping. */
  name: string;
  /** -1 where Tab shall not stop, in a list that is walked through row by row. */
  tabIndex?: 0 | -1;
  onView: () => void;
}

/** All that can be done to a row while nothing can be changed. */
export function ViewButton({ name, tabIndex, onView }: Props) {
  return (
    <Stack justifyContent="flex-end">
      <RowButton icon="eye" label={t('ui.viewNamed', 'View {{name}}', { name })} tabIndex={tabIndex} onClick={onView} />
    </Stack>
  );
}
