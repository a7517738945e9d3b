import React from 'react';
import { PATHS } from '../constants';
import type { ReadOnlyReason } from '../draft/readOnlyReason';
import { t } from '../i18n/t';
import { PageButton } from '../ui/PageButton';
import { StatePanel } from '../ui/StatePanel';

/** What stands in the review's place while nothing can be changed here. */
export function NothingToPublish({ because }: { because: ReadOnlyReason }) {
  return (
    <StatePanel
      icon={because === 'file' ? 'file-alt' : 'lock'}
      title={t('publish.file.title', 'Changes are not made here')}
      actions={
        <PageButton to={PATHS.mappings} variant="secondary">
          {t('publish.file.show', 'Show the mappings in force')}
        </PageButton>
      }
    >
      {because === 'file'
        ? t(
            'publish.file.text',
            'Whoever may change the file changes the policy. It counts as soon as it is saved, without a review on this page.'
          )
        : t(
            'publish.token.text',
            'With an admin token that may change the policy, this page shows what a draft would mean, and publishes it.'
          )}
    </StatePanel>
  );
}
