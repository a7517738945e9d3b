import React from 'react';
import { Button, Stack } from '@grafana/ui';
import { t } from '../i18n/t';

interface Props {
  /** Of the removed item. */
  name: string;
  /** -1 where Tab shall not stop, in a list that is walked through row by row. */
  tabIndex?: 0 | -1;
  onRestore: () => void;
}

/** All that can be done to a row that the draft removes. */
export function RestoreButton({ name, tabIndex, onRestore }: Props) {
  return (
    <Stack justifyContent="flex-end">
      <Button
        size="sm"
        variant="secondary"
        fill="outline"
        icon="history-alt"
        aria-label={t('ui.restoreNamed', 'Restore {{name}}', { name })}
        tabIndex={tabIndex}
        onClick={onRestore}
      >
        {t('ui.restore', 'Restore')}
      </Button>
    </Stack>
  );
}
