import React from 'react';
import { Modal, Button } from '@grafana/ui';

interface Props {
  noun: 'mapping' | 'tenant';
  /** As the URL has it. */
  name: string;
  onClose: () => void;
}

/** What stands in the editor's place when a link leads to something that is not there. */
export function MissingItem({ noun, name, onClose }: Props) {
  return (
    <Modal isOpen title={`There is no ${noun} ${name}`} onDismiss={onClose}>
      <p>The link leads to a {noun} that was removed or renamed, or that is in another browser’s draft.</p>
      <Modal.ButtonRow>
        <Button onClick={onClose}>Show all {noun}s</Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
