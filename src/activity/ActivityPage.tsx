import React from 'react';
import { useSearchParams } from 'react-router-dom';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { PageFrame } from '../ui/PageFrame';
import { PageTabs } from '../ui/PageTabs';
import { ChangesView } from './ChangesView';
import { DecisionsView } from './DecisionsView';

/** What was refused and allowed, and who changed what. */
export function ActivityPage() {
  const [params] = useSearchParams();
  const changes = params.get('view') === 'changes';
  return (
    <PageFrame page="activity">
      <PageTabs
        tabs={[
          { label: t('activity.tabs.decisions', 'Requests'), active: !changes, path: PATHS.activity },
          { label: t('activity.tabs.changes', 'Changes'), active: changes, path: `${PATHS.activity}?view=changes` },
        ]}
      >
        {changes ? <ChangesView /> : <DecisionsView />}
      </PageTabs>
    </PageFrame>
  );
}
