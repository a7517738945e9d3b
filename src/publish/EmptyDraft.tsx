import React from 'react';
import { PATHS } from '../constants';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { PageButton } from '../ui/PageButton';
import { StatePanel } from '../ui/StatePanel';

/** What stands in the review's place while nothing is changed, and the way on. */
export function EmptyDraft() {
  const { published } = useDraft();
  const hasTenants = published.policy.tenants.length > 0;
  return (
    <StatePanel
      icon="pen"
      title={t('publish.empty.title', 'Nothing to publish')}
      testId={testIds.states.empty}
      actions={
        <>
          {hasTenants ? (
            <PageButton to={PATHS.mappings} icon="pen">
              {t('publish.empty.mappings', 'Change mappings')}
            </PageButton>
          ) : (
            <PageButton to={`${PATHS.tenants}?add=`} icon="plus">
              {t('publish.empty.tenant', 'Add the first tenant')}
            </PageButton>
          )}
          {published.revision > 0 && (
            <PageButton to={PATHS.history} variant="secondary" icon="history">
              {t('publish.empty.history', 'Show what was published')}
            </PageButton>
          )}
        </>
      }
    >
      {t(
        'publish.empty.text',
        'What you change on the pages Mappings, Tenants and Policy settings is kept as a draft in this browser, and changes nothing for anybody. Here you then see what it would mean, and publish it.'
      )}
    </StatePanel>
  );
}
