import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormatTimeAgo, type GrafanaTheme2 } from '@grafana/data';
import { Button, Modal, Stack, Text, useStyles2 } from '@grafana/ui';
import { type Credential, useRevokeCredential } from '../api/credentials';
import { plural, t } from '../i18n/t';
import { useReturnFocus } from '../ui/useReturnFocus';
import { DialogFailure } from './DialogFailure';

interface Props {
  credential: Credential;
  /** How many other live credentials the service has. */
  others: number;
  onClose: () => void;
}

/** Says what stops when a credential is revoked, and revokes it. */
export function RevokeCredentialModal({ credential, others, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const revoke = useRevokeCredential();
  useReturnFocus();
  const { id, name, prefix } = credential;
  return (
    <Modal
      isOpen
      title={t('credentials.revoke.title', 'Revoke the credential of {{name}}?', { name })}
      closeOnBackdropClick={!revoke.isPending}
      onDismiss={onClose}
    >
      <Stack direction="column" gap={2}>
        <Text element="p">
          {t(
            'credentials.revoke.what',
            'Within a second, whatever sends {{prefix}}… is refused: it reads nothing and writes nothing any more. This cannot be undone.',
            { prefix }
          )}
        </Text>
        <ul className={styles.list}>
          <li>{usageText(credential)}</li>
          {grantText(credential) !== undefined && <li>{grantText(credential)}</li>}
          <li>
            {others === 0
              ? t('credentials.revoke.last', 'It is the only live credential of {{name}}.', { name })
              : plural(
                  'credentials.revoke.others',
                  others,
                  {
                    one: '{{number}} other credential of {{name}} goes on counting.',
                    other: '{{number}} other credentials of {{name}} go on counting.',
                  },
                  { name }
                )}
          </li>
        </ul>
        <DialogFailure error={revoke.error} />
      </Stack>
      <Modal.ButtonRow>
        <Button variant="secondary" onClick={onClose} disabled={revoke.isPending} autoFocus>
          {t('credentials.revoke.cancel', 'Keep it')}
        </Button>
        <Button
          variant="destructive"
          disabled={revoke.isPending}
          onClick={() => revoke.mutate(id, { onSuccess: onClose })}
        >
          {t('credentials.revoke.submit', 'Revoke')}
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}

function usageText({ lastUsedAt }: Credential): string {
  return lastUsedAt === null
    ? t('credentials.revoke.neverUsed', 'It was never used.')
    : t('credentials.revoke.lastUsed', 'It was last used {{when}}.', { when: dateTimeFormatTimeAgo(lastUsedAt) });
}

function grantText({ mappings }: Credential): string | undefined {
  return mappings === null || mappings.length === 0
    ? undefined
    : t('credentials.revoke.mappings', 'What it may do stands in: {{names}}. These mappings stay.', {
        names: mappings.join(', '),
      });
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'grid', gap: theme.spacing(0.5), paddingLeft: theme.spacing(2), listStyle: 'disc' }),
});
