import React, { type ReactNode } from 'react';
import { Tab, TabContent, TabsBar, useStyles2 } from '@grafana/ui';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { useNavigate } from 'react-router-dom';
import { PATHS } from './constants';
import { useDraft } from './draft/DraftProvider';
import { PageFrame } from './ui/PageFrame';
import { ProposalPanel } from './proposals/ProposalPanel';
import { ConflictList } from './publish/ConflictList';
import { DraftBar } from './publish/DraftBar';
import { ReadOnlyBanner } from './readOnly/ReadOnlyBanner';

/** The pages that edit the policy. */
type PolicyPageName = 'mappings' | 'tenants' | 'settings';

interface Props {
  active: PolicyPageName;
  /** Left out while nothing can be changed here. */
  actions?: ReactNode;
  children: ReactNode;
}

/** What mappings, tenants and settings have in common: the tabs, proposals, and the bar of unpublished changes. */
export function PolicyLayout({ active, actions, children }: Props) {
  const styles = useStyles2(getStyles);
  const { policy, keptDraft } = useDraft();
  const readOnly = keptDraft !== undefined;
  const navigate = useNavigate();
  const tab = (name: PolicyPageName, label: string) => (
    <Tab
      label={label}
      counter={name === 'settings' ? undefined : policy[name].length}
      active={active === name}
      href={locationUtil.assureBaseUrl(PATHS[name])}
      onChangeTab={(event) => {
        event.preventDefault();
        navigate(PATHS[name]);
      }}
    />
  );
  return (
    <PageFrame page={active} actions={readOnly ? undefined : actions}>
      <TabsBar>
        {tab('mappings', 'Mappings')}
        {tab('tenants', 'Tenants')}
        {tab('settings', 'Settings')}
      </TabsBar>
      <TabContent className={styles.content}>
        <ReadOnlyBanner />
        {!readOnly && <ProposalPanel />}
        <ConflictList />
        {children}
      </TabContent>
      {!readOnly && <DraftBar />}
    </PageFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  content: css({ background: 'transparent', paddingTop: theme.spacing(2) }),
});
