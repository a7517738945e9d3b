import React, { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Field, Input, Modal, Stack } from '@grafana/ui';
import { Controller, useForm } from 'react-hook-form';
import { type Credential, useEditCredential } from '../api/credentials';
import { t } from '../i18n/t';
import { localTime } from '../mappings/localTime';
import { useReturnFocus } from '../ui/useReturnFocus';
import { credentialFormSchema, type CredentialFormValues, expiresOf } from './credentialForm';
import { DialogFailure } from './DialogFailure';
import { ExpiryField } from './ExpiryField';

interface Props {
  credential: Credential;
  onClose: () => void;
}

/** Changes the comment and the end of a credential. Its secret stays. */
export function EditCredentialModal({ credential: { id, name, comment, expiresAt }, onClose }: Props) {
  const [schema] = useState(credentialFormSchema);
  const edit = useEditCredential();
  useReturnFocus();
  const {
    control,
    register,
    handleSubmit,
    formState: { errors, isDirty, dirtyFields },
  } = useForm<CredentialFormValues>({
    resolver: zodResolver(schema),
    defaultValues: { name, comment, expires: expiresAt === null ? '' : localTime(expiresAt) },
  });
  const { ref: commentRef, ...commentField } = register('comment');
  // An end that nobody touched keeps its seconds.
  const save = handleSubmit((values) =>
    edit.mutate(
      {
        id,
        ...(dirtyFields.comment && { comment: values.comment }),
        ...(dirtyFields.expires && { expires: expiresOf(values.expires) }),
      },
      { onSuccess: onClose }
    )
  );
  return (
    <Modal
      isOpen
      title={t('credentials.edit.title', 'Edit the credential of {{name}}', { name })}
      closeOnBackdropClick={!isDirty}
      onDismiss={onClose}
    >
      <form noValidate aria-label={t('credentials.edit.form', 'Credential')} onSubmit={(event) => void save(event)}>
        <Stack direction="column" gap={2}>
          <Field
            label={t('credentials.create.comment', 'Comment')}
            description={t('credentials.create.commentHelp', 'Where it runs, whom to ask. Everybody sees it here.')}
            htmlFor="credential-comment"
            invalid={errors.comment !== undefined}
            error={errors.comment?.message}
            noMargin
          >
            <Input id="credential-comment" autoComplete="off" autoFocus {...commentField} ref={commentRef} />
          </Field>
          <Controller
            control={control}
            name="expires"
            render={({ field }) => (
              <ExpiryField
                id="credential-expires"
                value={field.value}
                onChange={field.onChange}
                error={errors.expires?.message}
                description={t('credentials.create.expiresHelp', 'Left empty, it counts until somebody revokes it.')}
              />
            )}
          />
          <DialogFailure error={edit.error} />
        </Stack>
        <Modal.ButtonRow>
          <Button variant="secondary" onClick={onClose} disabled={edit.isPending}>
            {t('credentials.edit.cancel', 'Cancel')}
          </Button>
          <Button type="submit" disabled={edit.isPending || !isDirty}>
            {t('credentials.edit.submit', 'Save')}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}
