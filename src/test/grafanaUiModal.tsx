import React, { type ComponentProps, type ReactNode } from 'react';
import type { Modal as RealModal } from '@grafana/ui';

const Modal = ({ title, children }: ComponentProps<typeof RealModal>) => (
  <div role="dialog" aria-label={typeof title === 'string' ? title : undefined}>
    {children}
  </div>
);
Modal.ButtonRow = function ButtonRow({ children }: { children: ReactNode }) {
  return <div>{children}</div>;
};

// As the drawer, the dialog keeps the focus inside by walking over every element's computed style, which takes jsdom minutes.
module.exports = { ...jest.requireActual('./grafanaUi'), Modal };
