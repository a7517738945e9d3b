import React, { useState } from 'react';
import { Alert, Button, Field, Input, Modal, Stack, Text } from '@grafana/ui';
import { nameSchema } from '@gatehouse/model';
import { useMutation } from '@tanstack/react-query';
import { type DataSource, useRefreshDataSources } from '../api/dataSources';
import { AddMapping } from '../credentials/MappingsOfService';
import { newIdempotencyKey } from '../credentials/newIdempotencyKey';
import { t } from '../i18n/t';
import { useReturnFocus } from '../ui/useReturnFocus';
import { giveCredential } from './giveCredential';

interface Props {
  dataSource: DataSource;
  onClose: () => void;
}

/** Makes a credential for the rules of a data source and puts it there: nobody sees its secret. */
export function CredentialRepairModal({ dataSource, onClose }: Props) {
  const [name, setName] = useState('grafana-rules');
  const [idempotencyKey] = useState(newIdempotencyKey);
  const refresh = useRefreshDataSources();
  useReturnFocus();
  const give = useMutation<{ isMapped: boolean }, unknown, void>({
    mutationFn: () => giveCredential(dataSource, name, idempotencyKey),
    onSettled: refresh,
  });
  const valid = nameSchema.safeParse(name).success;
  return (
    <Modal
      isOpen
      title={t('dataSource.credential.title', 'Let the alert rules of {{name}} in', { name: dataSource.name })}
      closeOnBackdropClick={!give.isPending}
      onDismiss={onClose}
    >
      <Stack direction="column" gap={2}>
        {give.data === undefined ? (
          <>
            <Text element="p">
              {t(
                'dataSource.credential.what',
                'A new credential is made and put into the data source as the header X-Gatehouse-Credential. It counts only when a rule asks. All rules of this data source then see what its mappings grant, whoever wrote them.'
              )}
            </Text>
            <Field
              label={t('dataSource.credential.name', 'Name of the service')}
              description={t('dataSource.credential.nameHelp', 'Mappings name it as service:<name>.')}
              htmlFor="rules-credential-name"
              required
              invalid={!valid}
              error={
                valid
                  ? undefined
                  : t(
                      'credentials.form.nameInvalid',
                      'Use 1 to 63 letters, digits, “.”, “_” or “-”, starting with a letter or digit.'
                    )
              }
              noMargin
            >
              <Input
                id="rules-credential-name"
                value={name}
                autoComplete="off"
                onChange={(event) => setName(event.currentTarget.value)}
              />
            </Field>
            {give.isError && (
              <Alert severity="error" title={t('dataSource.credential.failed', 'It did not work')} bottomSpacing={0}>
                {give.error instanceof Error ? give.error.message : ''}{' '}
                {t(
                  'dataSource.credential.failedHelp',
                  'The Credentials page says whether one was made; revoke it there before you try again.'
                )}
              </Alert>
            )}
          </>
        ) : (
          <Alert
            severity="success"
            title={t('dataSource.credential.done', 'The rules of this data source are {{service}} now', {
              service: `service:${name}`,
            })}
            bottomSpacing={0}
          >
            {!give.data.isMapped && <AddMapping name={name} />}
          </Alert>
        )}
      </Stack>
      <Modal.ButtonRow>
        <Button variant="secondary" onClick={onClose} disabled={give.isPending}>
          {give.data === undefined
            ? t('dataSource.credential.cancel', 'Cancel')
            : t('dataSource.credential.close', 'Close')}
        </Button>
        {give.data === undefined && (
          <Button disabled={give.isPending || !valid} onClick={() => give.mutate()}>
            {t('dataSource.credential.submit', 'Make it and put it in')}
          </Button>
        )}
      </Modal.ButtonRow>
    </Modal>
  );
}
