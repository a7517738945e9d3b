import React, { type ReactNode } from 'react';
import { Alert } from '@grafana/ui';
import { PATHS } from './constants';
import { useDraft } from './draft/DraftProvider';
import { t } from './i18n/t';
import { PageFrame } from './ui/PageFrame';
import { PageTabs } from './ui/PageTabs';
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

// The same elements each time: they are drawn anew when what they show changes, not with every key that is typed into a search.
const READ_ONLY_BANNER = <ReadOnlyBanner />;
const PROPOSALS = <ProposalPanel />;
const CONFLICTS = <ConflictList />;
const DRAFT_BAR = <DraftBar />;

/** What mappings, tenants and settings have in common: the tabs, proposals, and the bar of unpublished changes. */
export function PolicyLayout({ active, actions, children }: Props) {
  const { policy, readOnlyBecause, isKept } = useDraft();
  const readOnly = readOnlyBecause !== undefined;
  const tab = (name: PolicyPageName, label: string, counter?: number) => ({
    label,
    counter,
    active: active === name,
    path: PATHS[name],
  });
  return (
    <PageFrame page={active} actions={readOnly ? undefined : actions}>
      <PageTabs
        tabs={[
          tab('mappings', t('pages.mappings.title', 'Mappings'), policy.mappings.length),
          tab('tenants', t('pages.tenants.title', 'Tenants'), policy.tenants.length),
          tab('settings', t('pages.settings.tab', 'Settings')),
        ]}
      >
        {READ_ONLY_BANNER}
        {readOnlyBecause !== 'file' && PROPOSALS}
        {CONFLICTS}
        {!isKept && (
          <Alert severity="warning" title={t('draft.tooLarge.title', 'The browser has no room for this draft')}>
            {t(
              'draft.tooLarge.text',
              'It holds as long as this page is open, and a reload loses it. Publish it, or discard part of it.'
            )}
          </Alert>
        )}
        {children}
      </PageTabs>
      {!readOnly && DRAFT_BAR}
    </PageFrame>
  );
}
