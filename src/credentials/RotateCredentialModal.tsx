import React, { useState } from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Button, Combobox, Field, Modal, Stack, Text } from '@grafana/ui';
import { type CreatedCredential, type Credential, useRotateCredential } from '../api/credentials';
import { t } from '../i18n/t';
import { useReturnFocus } from '../ui/useReturnFocus';
import { DialogFailure } from './DialogFailure';

interface Props {
  credential: Credential;
  onCreated: (created: CreatedCredential) => void;
  onClose: () => void;
}

/** Makes a new secret for the same service, and asks how long the old one still counts. */
export function RotateCredentialModal({ credential: { id, name, prefix, expiresAt }, onCreated, onClose }: Props) {
  const [overlap, setOverlap] = useState('24h');
  const rotate = useRotateCredential(onCreated);
  useReturnFocus();
  return (
    <Modal
      isOpen
      title={t('credentials.rotate.title', 'Rotate the credential of {{name}}', { name })}
      closeOnBackdropClick={!rotate.isPending}
      onDismiss={onClose}
    >
      <Stack direction="column" gap={2}>
        <Text element="p">
          {t(
            'credentials.rotate.what',
            'A new secret is made for the same service. Until the old one ({{prefix}}…) ends, both count, so that the machine can be given the new one without a gap.',
            { prefix }
          )}
        </Text>
        <Field
          label={t('credentials.rotate.overlap', 'The old secret still counts for')}
          description={
            expiresAt === null
              ? t('credentials.rotate.noEnd', 'The new one does not end by itself, as the old one.')
              : t(
                  'credentials.rotate.sameLife',
                  'The new one lives as long as the old one was made for. The old one ends on {{time}} at the latest.',
                  { time: dateTimeFormat(expiresAt) }
                )
          }
          htmlFor="credential-overlap"
          noMargin
        >
          <Combobox
            id="credential-overlap"
            width={30}
            options={[
              { value: '0s', label: t('credentials.rotate.none', 'Not at all: it ends now') },
              { value: '1h', label: t('credentials.rotate.hour', 'An hour') },
              { value: '24h', label: t('credentials.rotate.day', 'A day') },
              { value: '7d', label: t('credentials.rotate.week', 'A week') },
              { value: '30d', label: t('credentials.rotate.month', '30 days') },
            ]}
            value={overlap}
            onChange={({ value }) => setOverlap(value)}
          />
        </Field>
        <DialogFailure error={rotate.error} />
      </Stack>
      <Modal.ButtonRow>
        <Button variant="secondary" onClick={onClose} disabled={rotate.isPending}>
          {t('credentials.rotate.cancel', 'Cancel')}
        </Button>
        <Button
          icon={rotate.isPending ? 'spinner' : 'sync'}
          disabled={rotate.isPending}
          onClick={() => rotate.mutate({ id, overlap })}
        >
          {t('credentials.rotate.submit', 'Rotate')}
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
