import React from 'react';
import { Button, Stack, Text } from '@grafana/ui';
import { t } from '../i18n/t';

interface Props {
  hasMore: boolean;
  loading: boolean;
  /** How far back there is anything; undefined when that is not to be said. */
  kept?: string;
  onMore: () => void;
}

/** The end of a list of events: more of them, or that there are no more. */
export function ListFoot({ hasMore, loading, kept, onMore }: Props) {
  return (
    <Stack direction="column" alignItems="center" gap={1}>
      {hasMore ? (
        <Button variant="secondary" icon={loading ? 'spinner' : undefined} disabled={loading} onClick={onMore}>
          {t('activity.list.more', 'Show older ones')}
        </Button>
      ) : (
        <Text color="secondary" variant="bodySmall">
          {t('activity.list.end', 'These are all of this time.')}
        </Text>
      )}
      {kept !== undefined && (
        <Text color="secondary" variant="bodySmall">
          {kept}
        </Text>
      )}
    </Stack>
  );
}
