import React from 'react';
import { Alert, Button, Stack } from '@grafana/ui';
import { useReloadPolicy } from '../api/policy';
import { t } from '../i18n/t';

/** Says before anything is sent that somebody else has published since this draft was begun. */
export function NewerRevision({ revision }: { revision: number }) {
  const reload = useReloadPolicy();
  return (
    <Alert
      severity="info"
      title={t('publish.newer.title', 'Revision {{revision}} was published meanwhile', { revision })}
      bottomSpacing={0}
    >
      <Stack direction="column" gap={1} alignItems="flex-start">
        <span>
          {t(
            'publish.newer.text',
            'Put your changes on top of it first. Where both of you changed the same, you will be asked.'
          )}
        </span>
        <Button
          size="sm"
          variant="secondary"
          icon={reload.isPending ? 'spinner' : 'download-alt'}
          disabled={reload.isPending}
          onClick={() => reload.mutate()}
        >
          {t('publish.newer.load', 'Load it and keep my changes')}
        </Button>
        {reload.isError && <span role="alert">{t('publish.conflict.loadFailed', 'Loading failed; try again.')}</span>}
      </Stack>
    </Alert>
  );
}
