import React, { type ReactNode } from 'react';
import { StatePanel } from '../ui/StatePanel';

interface Props {
  title: string;
  children: ReactNode;
}

/** What stands in an answer's place when what a link leads to is not kept any more. */
export function NotThere({ title, children }: Props) {
  return (
    <StatePanel icon="search" title={title} role="status">
      {children}
    </StatePanel>
  );
}
