import React from 'react';
import { Button, Stack, Text } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { PageButton } from '../ui/PageButton';
import { RevisionDifference } from './RevisionDifference';

interface Props {
  from: number;
  to: number;
}

/** Two revisions beside each other. */
export function CompareView({ from, to }: Props) {
  const [, setParams] = useSearchParams();
  return (
    <Stack direction="column" gap={2} alignItems="stretch">
      <Stack gap={1} alignItems="center" justifyContent="space-between" wrap="wrap">
        <Text element="h2" variant="h4">
          {t('history.fromTo', 'From revision {{from}} to revision {{to}}', { from, to })}
        </Text>
        <Stack gap={1} wrap="wrap">
          <Button
            variant="secondary"
            icon="exchange-alt"
            onClick={() => setParams({ from: String(to), to: String(from) }, { replace: true })}
          >
            {t('history.swap', 'Swap sides')}
          </Button>
          <PageButton to={PATHS.history} variant="secondary" icon="arrow-left">
            {t('history.all', 'All revisions')}
          </PageButton>
        </Stack>
      </Stack>
      <RevisionDifference from={from} to={to} />
    </Stack>
  );
}
