import React, { type ReactNode } from 'react';
import { PluginPage } from '@grafana/runtime';

/** The pages that edit the policy. */
export type PolicyPageName = 'mappings' | 'tenants' | 'settings';

interface Props {
  active?: PolicyPageName;
  actions?: ReactNode;
  children: ReactNode;
}

const PAGES = {
  mappings: { text: 'Mappings', subTitle: 'Who sees which tenants, and which series of them.' },
  tenants: { text: 'Tenants', subTitle: 'Where series live: what mappings grant.' },
  settings: { text: 'Policy settings', subTitle: 'What holds for every mapping, and how changes take effect.' },
};

/** The page around mappings, tenants and settings: title, what it is for, and the main action. */
export function PolicyFrame({ active = 'mappings', actions, children }: Props) {
  return (
    <PluginPage pageNav={PAGES[active]} actions={actions}>
      {children}
    </PluginPage>
  );
}
