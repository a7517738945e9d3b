import React from 'react';
import { Button, Modal, Text } from '@grafana/ui';
import type { CreatedCredential, Credential } from '../api/credentials';
import { t } from '../i18n/t';
import type { DialogInUrl } from '../ui/useDialogInUrl';
import { CreateCredentialModal } from './CreateCredentialModal';
import { EditCredentialModal } from './EditCredentialModal';
import { RevokeCredentialModal } from './RevokeCredentialModal';
import { RotateCredentialModal } from './RotateCredentialModal';

/** The dialogs of the page, as they stand in its URL. */
export type CredentialDialogKind = 'add' | 'edit' | 'rotate' | 'revoke';

interface Props {
  dialogs: DialogInUrl<CredentialDialogKind>;
  credentials: readonly Credential[];
  onCreated: (created: CreatedCredential) => void;
}

/** The dialog that the URL names; what cannot be done to its credential any more says so. */
export function CredentialDialog({ dialogs: { dialog, close }, credentials, onCreated }: Props) {
  if (dialog === undefined) {
    return null;
  }
  const { kind, id } = dialog;
  if (kind === 'add') {
    return <CreateCredentialModal name={id} onCreated={onCreated} onClose={close} />;
  }
  const credential = credentials.find((one) => one.id === id);
  if (
    credential === undefined ||
    credential.state !== 'live' ||
    (kind !== 'revoke' && credential.replacedBy !== null)
  ) {
    return (
      <Modal isOpen title={t('credentials.gone.title', 'This credential cannot be changed')} onDismiss={close}>
        <Text element="p">
          {credential === undefined
            ? t('credentials.gone.unknown', 'There is no such credential, or it ended long ago.')
            : t('credentials.gone.ended', 'It has ended, or was rotated already. The list says how it is now.')}
        </Text>
        <Modal.ButtonRow>
          <Button onClick={close}>{t('credentials.gone.close', 'Close')}</Button>
        </Modal.ButtonRow>
      </Modal>
    );
  }
  switch (kind) {
    case 'edit':
      return <EditCredentialModal credential={credential} onClose={close} />;
    case 'rotate':
      return <RotateCredentialModal credential={credential} onCreated={onCreated} onClose={close} />;
    case 'revoke':
      return (
        <RevokeCredentialModal
          credential={credential}
          others={credentials.filter((one) => isOther(one, credential)).length}
          onClose={close}
        />
      );
  }
}

function isOther({ id, name, state }: Credential, { id: own, name: ownName }: Credential): boolean {
  return id !== own && name === ownName && state === 'live';
}
