import React from 'react';
import { Modal, Button } from '@grafana/ui';
import { t } from '../i18n/t';

interface Props {
  noun: 'mapping' | 'tenant';
  /** As the URL has it. */
  name: string;
  onClose: () => void;
}

/** What stands in the editor's place when a link leads to something that is not there. */
export function MissingItem({ noun, name, onClose }: Props) {
  const texts = noun === 'mapping' ? mappingTexts(name) : tenantTexts(name);
  return (
    <Modal isOpen title={texts.title} onDismiss={onClose}>
      <p>{texts.why}</p>
      <Modal.ButtonRow>
        <Button onClick={onClose}>{texts.showAll}</Button>
      </Modal.ButtonRow>
    </Modal>
  );
}

interface Texts {
  title: string;
  why: string;
  showAll: string;
}

function mappingTexts(name: string): Texts {
  return {
    title: t('ui.missing.mapping', 'There is no mapping {{name}}', { name }),
    why: t(
      'ui.missing.whyMapping',
      'The link leads to a mapping that was removed or renamed, or that is in another browser’s draft.'
    ),
    showAll: t('ui.missing.allMappings', 'Show all mappings'),
  };
}

function tenantTexts(name: string): Texts {
  return {
    title: t('ui.missing.tenant', 'There is no tenant {{name}}', { name }),
    why: t(
      'ui.missing.whyTenant',
      'The link leads to a tenant that was removed or renamed, or that is in another browser’s draft.'
    ),
    showAll: t('ui.missing.allTenants', 'Show all tenants'),
  };
}
