import React from 'react';
import { css, cx } from '@emotion/css';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { ChangeBadge } from './ChangeBadge';

interface Props {
  name: string;
  title?: string;
  change: DraftRow<unknown>['change'];
}

/** The first cell of a row: the name, a title when there is one, and what the draft does to it. */
export function RowName({ name, title, change }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Stack direction="column" gap={0.5} alignItems="flex-start">
      <span className={cx(styles.name, change === 'removed' && styles.removed)}>{name}</span>
      {title !== undefined && (
        <Text color="secondary" variant="bodySmall">
          {title}
        </Text>
      )}
      <ChangeBadge change={change} />
    </Stack>
  );
}

const getStyles = () => ({
  name: css({ fontWeight: 500 }),
  removed: css({ textDecoration: 'line-through' }),
});
