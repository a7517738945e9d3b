import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { Tab, TabContent, TabsBar, useStyles2 } from '@grafana/ui';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { PageFrame } from '../ui/PageFrame';
import { ChangesView } from './ChangesView';
import { DecisionsView } from './DecisionsView';

/** What was refused and allowed, and who changed what. */
export function ActivityPage() {
  const styles = useStyles2(getStyles);
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const changes = params.get('view') === 'changes';
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
    <PageFrame page="activity">
      <TabsBar>
        {tab(t('activity.tabs.decisions', 'Requests'), !changes, PATHS.activity)}
        {tab(t('activity.tabs.changes', 'Changes'), changes, `${PATHS.activity}?view=changes`)}
      </TabsBar>
      <TabContent className={styles.content}>{changes ? <ChangesView /> : <DecisionsView />}</TabContent>
    </PageFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  content: css({ background: 'transparent', paddingTop: theme.spacing(2) }),
});
