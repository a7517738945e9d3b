import React, { useId, useState } from 'react';
import { SERVICE_ISSUER } from '@gatehouse/model';
import { Button, Combobox, Field, Input, Stack, TextArea } from '@grafana/ui';
import type { Configuration } from '../api/configuration';
import type { TypedIdentity } from '../api/explain';
import { t } from '../i18n/t';

interface Props {
  /** As the URL has it. */
  identity: TypedIdentity | undefined;
  configuration: Configuration;
  onAsk: (identity: TypedIdentity) => void;
}

/** An identity as somebody types it: they need not have come, nor exist. */
export function IdentityForm({ identity, configuration, onAsk }: Props) {
  const fieldId = useId();
  const { issuers } = configuration;
  const [issuer, setIssuer] = useState(identity?.issuer ?? issuers[0]?.name ?? SERVICE_ISSUER);
  const [id, setId] = useState(identity?.id ?? '');
  const [email, setEmail] = useState(identity?.email ?? '');
  const [groups, setGroups] = useState(identity?.groups.join('\n') ?? '');
  const [missing, setMissing] = useState(false);
  const isService = issuer === SERVICE_ISSUER;
  const text = (name: string, label: string, about: string, value: string, onChange: (value: string) => void) => (
    <Field
      label={label}
      description={about}
      htmlFor={`${fieldId}-${name}`}
      invalid={missing && name === 'id'}
      error={
        missing && name === 'id'
          ? isService
            ? t('explain.identity.serviceMissing', 'Enter the name of the service.')
            : t('explain.identity.idMissing', 'Enter an id or an e-mail address.')
          : undefined
      }
      noMargin
    >
      <Input
        id={`${fieldId}-${name}`}
        width={36}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => {
          setMissing(false);
          onChange(currentTarget.value);
        }}
      />
    </Field>
  );
  const ask = () => {
    const [askedId, askedEmail] = [id.trim(), isService ? '' : email.trim()];
    if (askedId === '' && askedEmail === '') {
      setMissing(true);
      document.getElementById(`${fieldId}-id`)?.focus();
      return;
    }
    onAsk({
      issuer,
      kind: isService ? 'service' : 'user',
      // An address is no identifier: as one it names nobody.
      id: askedId === '' ? askedEmail : askedId,
      ...(askedEmail !== '' && { email: askedEmail }),
      groups: isService
        ? []
        : groups
            .split('\n')
            .map((group) => group.trim())
            .filter((group) => group !== ''),
    });
  };
  return (
    <form
      aria-label={t('explain.identity.form', 'Identity')}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Stack direction="column" gap={2} alignItems="flex-start">
        <Stack gap={2} wrap="wrap" alignItems="flex-end">
          <Field
            label={t('explain.identity.issuer', 'Issuer')}
            description={t('explain.identity.issuerAbout', 'Who vouches for them.')}
            htmlFor={`${fieldId}-issuer`}
            noMargin
          >
            <Combobox
              id={`${fieldId}-issuer`}
              width={28}
              options={[
                ...issuers.map(({ name, issuer: description }) => ({ value: name, label: name, description })),
                {
                  value: SERVICE_ISSUER,
                  label: SERVICE_ISSUER,
                  description: t('explain.identity.services', 'Services with a credential'),
                },
              ]}
              value={issuer}
              onChange={({ value }) => setIssuer(value)}
            />
          </Field>
          {text(
            'id',
            isService ? t('explain.identity.name', 'Service') : t('explain.identity.id', 'Id'),
            isService
              ? t('explain.identity.nameAbout', 'The name on its credential.')
              : t('explain.identity.idAbout', 'The issuer’s identifier, usually the claim sub.'),
            id,
            setId
          )}
          {!isService &&
            text(
              'email',
              t('explain.identity.email', 'E-mail'),
              t('explain.identity.emailAbout', 'Taken to be verified.'),
              email,
              setEmail
            )}
        </Stack>
        {!isService && (
          <Field
            label={t('explain.identity.groups', 'Groups')}
            description={t('explain.identity.groupsAbout', 'One a line, as the token has them.')}
            htmlFor={`${fieldId}-groups`}
            noMargin
          >
            <TextArea
              id={`${fieldId}-groups`}
              rows={2}
              cols={60}
              value={groups}
              spellCheck={false}
              onChange={({ currentTarget }) => setGroups(currentTarget.value)}
            />
          </Field>
        )}
        <Button type="submit">{t('explain.identity.ask', 'Explain')}</Button>
      </Stack>
    </form>
  );
}
