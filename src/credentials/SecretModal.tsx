import React, { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, ClipboardButton, Input, Modal, Stack, Text, useStyles2 } from '@grafana/ui';
import type { CreatedCredential } from '../api/credentials';
import { t } from '../i18n/t';
import { useReturnFocus } from '../ui/useReturnFocus';
import { AddMapping } from './MappingsOfService';
import { SecretSnippets } from './SecretSnippets';

interface Props {
  created: CreatedCredential;
  onClose: () => void;
}

/** Shows a new secret, this once. Nothing closes it by accident, and without a copy it asks again. */
export function SecretModal({ created, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const { name, secret, mappings, replaces } = created;
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);
  useReturnFocus();
  useAskBeforeReload(!copied);
  const close = () => (copied || asking ? onClose() : setAsking(true));
  return (
    <Modal
      isOpen
      className={styles.modal}
      title={t('credentials.secret.title', 'The secret of {{name}}', { name })}
      closeOnEscape={false}
      closeOnBackdropClick={false}
      onClickBackdrop={() => {}}
      onDismiss={close}
    >
      <Stack direction="column" gap={2} alignItems="stretch">
        <Alert
          severity="info"
          title={t('credentials.secret.once', 'Copy it now: it is shown this once')}
          bottomSpacing={0}
        >
          {t(
            'credentials.secret.onceHelp',
            'Gatehouse keeps only a hash of it. Whoever has the secret is {{name}} until it is revoked.',
            { name }
          )}
        </Alert>
        <Input
          id="credential-secret"
          className={styles.secret}
          readOnly
          value={secret}
          aria-label={t('credentials.secret.label', 'Secret')}
          onFocus={(event) => event.currentTarget.select()}
          addonAfter={
            <ClipboardButton
              icon="copy"
              variant="primary"
              getText={() => secret}
              onClipboardCopy={() => setCopied(true)}
              autoFocus
            >
              {t('credentials.secret.copy', 'Copy secret')}
            </ClipboardButton>
          }
        />
        {replaces?.expiresAt !== undefined && replaces.expiresAt !== null && (
          <Text element="p">
            {t('credentials.secret.replaces', 'The old secret ({{prefix}}…) counts until {{time}}.', {
              prefix: replaces.prefix,
              time: dateTimeFormat(replaces.expiresAt),
            })}
          </Text>
        )}
        {mappings?.length === 0 && (
          <Alert
            severity="warning"
            title={t('credentials.secret.unmapped', 'No mapping names service:{{name}} yet', { name })}
            bottomSpacing={0}
          >
            <Stack direction="column" gap={1} alignItems="flex-start">
              {t(
                'credentials.secret.unmappedHelp',
                'It gets only what mappings give to everybody who is authenticated. Copy the secret first, then add a mapping.'
              )}
              {copied && <AddMapping name={name} />}
            </Stack>
          </Alert>
        )}
        <SecretSnippets name={name} secret={secret} onCopySecret={() => setCopied(true)} />
        <div role="status">
          {asking && !copied && (
            <Alert
              severity="warning"
              title={t('credentials.secret.notCopied', 'You have not copied the secret')}
              bottomSpacing={0}
            >
              {t(
                'credentials.secret.notCopiedHelp',
                'It cannot be shown again. If you wrote it down otherwise, close this; else copy it first.'
              )}
            </Alert>
          )}
        </div>
      </Stack>
      <Modal.ButtonRow>
        <Button variant={copied ? 'primary' : 'secondary'} onClick={close}>
          {asking && !copied
            ? t('credentials.secret.closeAnyway', 'Close without copying')
            : t('credentials.secret.done', 'Done')}
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}

/** Has the browser ask before the page is left or loaded anew. */
function useAskBeforeReload(active: boolean): void {
  useEffect(() => {
    if (!active) {
      return undefined;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);
}

const getStyles = (theme: GrafanaTheme2) => ({
  modal: css({ width: 'min(800px, calc(100vw - 32px))' }),
  secret: css({ '& input': { fontFamily: theme.typography.fontFamilyMonospace } }),
});
