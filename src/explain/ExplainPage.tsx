import React from 'react';
import { useSearchParams } from 'react-router-dom';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { PageFrame } from '../ui/PageFrame';
import { PageTabs } from '../ui/PageTabs';
import { PersonTab } from './PersonTab';
import { ReachTab } from './ReachTab';

/** Who sees what: what somebody sees and why, and who sees a tenant or a series. */
export function ExplainPage() {
  const [params] = useSearchParams();
  const reverse = params.has('tenant');
  return (
    <PageFrame page="explain">
      <PageTabs
        tabs={[
          { label: t('explain.tabs.person', 'What somebody sees'), active: !reverse, path: PATHS.explain },
          { label: t('explain.tabs.tenant', 'Who sees a tenant'), active: reverse, path: `${PATHS.explain}?tenant=` },
        ]}
      >
        {reverse ? <ReachTab /> : <PersonTab />}
      </PageTabs>
    </PageFrame>
  );
}
