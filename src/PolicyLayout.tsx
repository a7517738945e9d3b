import React, { type ReactNode } from 'react';
import { Tab, TabContent, TabsBar, useStyles2 } from '@grafana/ui';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { useNavigate } from 'react-router-dom';
import { PATHS } from './constants';
import { useDraft } from './draft/DraftProvider';
import { PolicyFrame } from './PolicyFrame';
import { ConflictList } from './publish/ConflictList';
import { DraftBar } from './publish/DraftBar';

interface Props {
  active: 'mappings' | 'tenants';
  actions: ReactNode;
  children: ReactNode;
}

/** What mappings and tenants have in common: the tabs, and the bar of unpublished changes. */
export function PolicyLayout({ active, actions, children }: Props) {
  const styles = useStyles2(getStyles);
  const { policy } = useDraft();
  const navigate = useNavigate();
  const tab = (name: 'mappings' | 'tenants', label: string) => (
    <Tab
      label={label}
      counter={policy[name].length}
      active={active === name}
      href={locationUtil.assureBaseUrl(PATHS[name])}
      onChangeTab={(event) => {
        event.preventDefault();
        navigate(PATHS[name]);
      }}
    />
  );
  return (
    <PolicyFrame active={active} actions={actions}>
      <TabsBar>
        {tab('mappings', 'Mappings')}
        {tab('tenants', 'Tenants')}
      </TabsBar>
      <TabContent className={styles.content}>
        <ConflictList />
        {children}
      </TabContent>
      <DraftBar />
    </PolicyFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  content: css({ background: 'transparent', paddingTop: theme.spacing(2) }),
});
