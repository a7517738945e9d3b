import React from 'react';
import { Tab, TabContent, TabsBar, useStyles2 } from '@grafana/ui';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { PageFrame } from '../ui/PageFrame';
import { PersonTab } from './PersonTab';
import { ReachTab } from './ReachTab';

/** Who sees what: what somebody sees and why, and who sees a tenant or a series. */
export function ExplainPage() {
  const styles = useStyles2(getStyles);
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const reverse = params.has('tenant');
  const tab = (label: string, active: boolean, path: string) => (
    <Tab
      label={label}
      active={active}
      href={locationUtil.assureBaseUrl(path)}
      onChangeTab={(event) => {
        event.preventDefault();
        navigate(path);
      }}
    />
  );
  return (
    <PageFrame page="explain">
      <TabsBar>
        {tab(t('explain.tabs.person', 'What somebody sees'), !reverse, PATHS.explain)}
        {tab(t('explain.tabs.tenant', 'Who sees a tenant'), reverse, `${PATHS.explain}?tenant=`)}
      </TabsBar>
      <TabContent className={styles.content}>{reverse ? <ReachTab /> : <PersonTab />}</TabContent>
    </PageFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  content: css({ background: 'transparent', paddingTop: theme.spacing(2) }),
});
