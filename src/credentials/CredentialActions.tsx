import React from 'react';
import { IconButton, Stack } from '@grafana/ui';
import type { Credential } from '../api/credentials';
import { t } from '../i18n/t';

export interface CredentialActionHandlers {
  onEdit: (credential: Credential) => void;
  onRotate: (credential: Credential) => void;
  onRevoke: (credential: Credential) => void;
}

/** What can be done to a credential that counts. What ended stays as it is. */
export function CredentialActions({
  credential,
  onEdit,
  onRotate,
  onRevoke,
}: { credential: Credential } & CredentialActionHandlers) {
  const { name, prefix, state, replacedBy } = credential;
  if (state !== 'live') {
    return null;
  }
  // A service may have several: the beginning of the secret tells them apart.
  const what = `${name} (${prefix}…)`;
  return (
    <Stack gap={1} justifyContent="flex-end">
      {replacedBy === null && (
        <>
          <IconButton
            name="pen"
            tooltip={t('credentials.actions.edit', 'Edit {{what}}', { what })}
            onClick={() => onEdit(credential)}
          />
          <IconButton
            name="sync"
            tooltip={t('credentials.actions.rotate', 'Rotate {{what}}', { what })}
            onClick={() => onRotate(credential)}
          />
        </>
      )}
      <IconButton
        name="trash-alt"
        tooltip={t('credentials.actions.revoke', 'Revoke {{what}}', { what })}
        onClick={() => onRevoke(credential)}
      />
    </Stack>
  );
}
