import React, { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Field, Input, Modal, Stack } from '@grafana/ui';
import { Controller, useForm } from 'react-hook-form';
import { type CreatedCredential, useCreateCredential } from '../api/credentials';
import { t } from '../i18n/t';
import { useReturnFocus } from '../ui/useReturnFocus';
import { credentialFormSchema, type CredentialFormValues, expiresOf } from './credentialForm';
import { DialogFailure } from './DialogFailure';
import { ExpiryField } from './ExpiryField';
import { newIdempotencyKey } from './newIdempotencyKey';

interface Props {
  /** A name to begin with; empty for none. */
  name: string;
  onCreated: (created: CreatedCredential) => void;
  onClose: () => void;
}

/** Asks what a new credential is for, and makes it. */
export function CreateCredentialModal({ name, onCreated, onClose }: Props) {
  const [idempotencyKey] = useState(newIdempotencyKey);
  const [schema] = useState(credentialFormSchema);
  const create = useCreateCredential(onCreated);
  useReturnFocus();
  const {
    control,
    register,
    handleSubmit,
    formState: { errors, isDirty },
  } = useForm<CredentialFormValues>({
    resolver: zodResolver(schema),
    defaultValues: { name, comment: '', expires: '' },
  });
  const { ref: nameRef, ...nameField } = register('name');
  const { ref: commentRef, ...commentField } = register('comment');
  return (
    <Modal
      isOpen
      title={t('credentials.create.title', 'Create a credential')}
      closeOnBackdropClick={!isDirty && !create.isPending}
      onDismiss={onClose}
    >
      <form
        noValidate
        aria-label={t('credentials.create.form', 'New credential')}
        onSubmit={(event) =>
          void handleSubmit(({ expires, ...values }) =>
            create.mutate({ ...values, expires: expiresOf(expires), idempotencyKey })
          )(event)
        }
      >
        <Stack direction="column" gap={2}>
          <Field
            label={t('credentials.create.name', 'Name of the service')}
            description={t(
              'credentials.create.nameHelp',
              'Which machine it is. Mappings name it as service:<name>; several credentials may share one name.'
            )}
            htmlFor="credential-name"
            required
            invalid={errors.name !== undefined}
            error={errors.name?.message}
            noMargin
          >
            <Input
              id="credential-name"
              placeholder={t('credentials.create.namePlaceholder', 'vmagent')}
              autoComplete="off"
              spellCheck={false}
              autoFocus
              {...nameField}
              ref={nameRef}
            />
          </Field>
          <Field
            label={t('credentials.create.comment', 'Comment')}
            description={t('credentials.create.commentHelp', 'Where it runs, whom to ask. Everybody sees it here.')}
            htmlFor="credential-comment"
            invalid={errors.comment !== undefined}
            error={errors.comment?.message}
            noMargin
          >
            <Input
              id="credential-comment"
              placeholder={t('credentials.create.commentPlaceholder', 'The agent in rack 7')}
              autoComplete="off"
              {...commentField}
              ref={commentRef}
            />
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
          <DialogFailure error={create.error} />
        </Stack>
        <Modal.ButtonRow>
          <Button variant="secondary" onClick={onClose} disabled={create.isPending}>
            {t('credentials.create.cancel', 'Cancel')}
          </Button>
          <Button type="submit" icon={create.isPending ? 'spinner' : undefined} disabled={create.isPending}>
            {t('credentials.create.submit', 'Create')}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}
