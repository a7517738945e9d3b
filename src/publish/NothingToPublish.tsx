import React from 'react';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { PageButton } from '../ui/PageButton';
import { StatePanel } from '../ui/StatePanel';

/** What stands in the review's place while the policy is a file's. */
export function NothingToPublish() {
  return (
    <StatePanel
      icon="file-alt"
      title={t('publish.file.title', 'Changes are not made here')}
      actions={
        <PageButton to={PATHS.mappings} variant="secondary">
          {t('publish.file.show', 'Show the mappings in force')}
        </PageButton>
      }
    >
      {t(
        'publish.file.text',
        'Whoever may change the file changes the policy. It counts as soon as it is saved, without a review on this page.'
      )}
    </StatePanel>
  );
}
