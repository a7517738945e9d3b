import React from 'react';
import { isEmptyDiff } from '@gatehouse/model';
import { Text } from '@grafana/ui';
import { useRevisionDiff } from '../api/revisions';
import { t } from '../i18n/t';
import { DiffTable } from '../publish/diff/DiffTable';
import { QueryState } from '../ui/QueryState';

interface Props {
  from: number;
  to: number;
}

/** What differs between two revisions, field by field. */
export function RevisionDifference({ from, to }: Props) {
  const query = useRevisionDiff(from, to);
  return (
    <QueryState query={query} label={t('history.comparing', 'Comparing')} rows={3}>
      {({ diff }) =>
        isEmptyDiff(diff) ? (
          <Text color="secondary">{t('history.same', 'Both mean the same.')}</Text>
        ) : (
          <DiffTable label={t('history.difference', 'What changes')} diff={diff} />
        )
      }
    </QueryState>
  );
}
