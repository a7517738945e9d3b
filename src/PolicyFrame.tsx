import React, { type ReactNode } from 'react';
import { PluginPage } from '@grafana/runtime';

interface Props {
  active?: 'mappings' | 'tenants';
  actions?: ReactNode;
  children: ReactNode;
}

const PAGES = {
  mappings: { text: 'Mappings', subTitle: 'Who sees which tenants, and which series of them.' },
  tenants: { text: 'Tenants', subTitle: 'Where series live: what mappings grant.' },
};

/** The page around mappings and tenants: title, what it is for, and the main action. */
export function PolicyFrame({ active = 'mappings', actions, children }: Props) {
  return (
    <PluginPage pageNav={PAGES[active]} actions={actions}>
      {children}
    </PluginPage>
  );
}
