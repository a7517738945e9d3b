import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import { Drawer, useStyles2 } from '@grafana/ui';
import { useReturnFocus } from '../ui/useReturnFocus';

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** What is known of one event. */
export function EventDrawer({ title, onClose, children }: Props) {
  const styles = useStyles2(getStyles);
  useReturnFocus();
  return (
    <Drawer title={title} size="md" onClose={onClose}>
      {/* The drawer would focus its close button, whose tooltip takes the first Escape. */}
      <div ref={focus} tabIndex={-1} className={styles.content}>
        {children}
      </div>
    </Drawer>
  );
}

function focus(element: HTMLElement | null): void {
  element?.focus();
}

const getStyles = () => ({ content: css({ outline: 'none' }) });
