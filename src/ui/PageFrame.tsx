import React, { type ReactNode, useMemo } from 'react';
import { PluginPage } from '@grafana/runtime';
import type { PageName } from '../constants';
import { pageTexts } from './pageTexts';

interface Props {
  page: PageName;
  /** The main action, at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of the app: title, what it is for, and the main action. */
export function PageFrame({ page, actions, children }: Props) {
  // Grafana draws its menus and titles anew for another object.
  const texts = useMemo(() => pageTexts(page), [page]);
  return (
    <PluginPage pageNav={texts} actions={actions}>
      {children}
    </PluginPage>
  );
}
