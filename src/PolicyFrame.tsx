import React, { type ReactNode } from 'react';
import { PluginPage } from '@grafana/runtime';

interface Props {
  actions?: ReactNode;
  children: ReactNode;
}

const PAGE = { text: 'Mappings', subTitle: 'Who sees which tenants and series.' };

/** The page around mappings and tenants: title, what it is for, and the main action. */
export function PolicyFrame({ actions, children }: Props) {
  return (
    <PluginPage pageNav={PAGE} actions={actions}>
      {children}
    </PluginPage>
  );
}
