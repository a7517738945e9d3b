import React from 'react';
import { getTimeZone } from '@grafana/data';
import { SERVICE_ISSUER, type Tenant } from '@gatehouse/model';
import { Button, Checkbox, Field, Input, MultiCombobox, RadioButtonGroup, Stack, Switch, Text } from '@grafana/ui';
import { Controller, useFieldArray, type UseFormReturn, useWatch } from 'react-hook-form';
import type { Configuration } from '../api/configuration';
import { t } from '../i18n/t';
import { LimitFields } from '../limits/LimitFields';
import { Advice } from './Advice';
import { ExpiryInput } from './ExpiryInput';
import { GrantFields } from './GrantFields';
import { emptyGrant, type MappingFormValues } from './mappingForm';
import { PrincipalsInput } from './PrincipalsInput';

function effects(): Array<{ value: MappingFormValues['effect']; label: string }> {
  return [
    { value: 'allow', label: t('mappings.effect.allow', 'Allow') },
    { value: 'deny', label: t('mappings.effect.deny', 'Deny') },
  ];
}

function effectInWords(effect: MappingFormValues['effect']): string {
  return effect === 'allow'
    ? t('mappings.effect.allowMeans', 'Grants the tenants below.')
    : t('mappings.effect.denyMeans', 'Keeps from the tenants below, whatever other mappings grant.');
}

// A name, which is the same in every language.
const EXAMPLE = 'acme-developers';

interface Props {
  form: UseFormReturn<MappingFormValues>;
  tenants: readonly Tenant[];
  /** The tenants as they are in force. */
  published: readonly Tenant[];
  issuers: Configuration['issuers'];
}

/** The inputs of a mapping, in the order in which one says it: who gets what, except whom, until when. */
export function MappingFields({ form, tenants, published, issuers }: Props) {
  const {
    control,
    register,
    formState: { errors },
  } = form;
  const grants = useFieldArray({ control, name: 'grants' });
  const [effect, everything, limits] = useWatch({ control, name: ['effect', 'everything', 'limits'] });
  const denies = effect === 'deny';
  const { ref: nameRef, ...name } = register('name');
  const grantsError = errors.grants?.root?.message ?? errors.grants?.message;
  return (
    <Stack direction="column" gap={3}>
      <Field
        label={t('mappings.fields.name', 'Name')}
        description={t('mappings.fields.nameMeans', 'What explanations and logs call this mapping.')}
        htmlFor="mapping-name"
        required
        invalid={errors.name !== undefined}
        error={errors.name?.message}
        noMargin
      >
        <Input id="mapping-name" autoComplete="off" placeholder={EXAMPLE} {...name} ref={nameRef} />
      </Field>
      <Controller
        control={control}
        name="principals"
        render={({ field }) => (
          <div>
            {' '}
            <Field
              label={t('mappings.fields.principals', 'Principals')}
              description={t(
                'mappings.fields.principalsMean',
                'Who this is about: users, groups, domains and so on. Being any one of them is enough.'
              )}
              htmlFor="mapping-principals"
              required
              invalid={errors.principals !== undefined}
              error={errors.principals?.message}
              noMargin
            >
              <PrincipalsInput
                id="mapping-principals"
                noun="principal"
                value={field.value}
                onChange={field.onChange}
                invalid={errors.principals !== undefined}
              />
            </Field>
            <Advice about="principals" />
          </div>
        )}
      />
      <Controller
        control={control}
        name="effect"
        render={({ field }) => (
          <div>
            {' '}
            <Field label={t('mappings.fields.effect', 'Effect')} description={effectInWords(field.value)} noMargin>
              <RadioButtonGroup
                options={effects()}
                value={field.value}
                onChange={field.onChange}
                aria-label={t('mappings.fields.effect', 'Effect')}
              />
            </Field>
            <Advice about="mapping" />
          </div>
        )}
      />
      {denies && (
        <Controller
          control={control}
          name="everything"
          render={({ field }) => (
            <div>
              <Checkbox
                label={t('mappings.fields.everything', 'Everything')}
                description={t('mappings.fields.everythingMeans', 'Every tenant, also those to come')}
                value={field.value}
                onChange={(event) => field.onChange(event.currentTarget.checked)}
              />
            </div>
          )}
        />
      )}
      {!(denies && everything) && (
        <Stack direction="column" gap={1}>
          <Text element="h4" variant="h5">
            {denies ? t('mappings.fields.tenants', 'Tenants') : t('mappings.fields.grants', 'Grants')}
          </Text>
          {grants.fields.map((field, position) => (
            <GrantFields
              key={field.id}
              control={control}
              register={register}
              position={position}
              tenants={tenants}
              published={published}
              tenantOnly={denies}
              errors={errors.grants?.[position]}
              onRemove={grants.fields.length > 1 ? () => grants.remove(position) : undefined}
            />
          ))}
          {grantsError !== undefined && <Text color="error">{grantsError}</Text>}
          <div>
            <Button variant="secondary" icon="plus" onClick={() => grants.append(emptyGrant())}>
              {denies ? t('mappings.fields.addTenant', 'Add tenant') : t('mappings.fields.addGrant', 'Add grant')}
            </Button>
          </div>
        </Stack>
      )}
      {!denies && (
        <LimitFields
          label={t('mappings.fields.limits', 'Limits of the mapping')}
          scope={t('mappings.fields.limitsScope', 'Shared by everybody in this mapping, over all of its grants')}
          value={limits}
          register={(limit) => register(`limits.${limit}`)}
          errors={errors.limits}
        />
      )}
      <Controller
        control={control}
        name="except"
        render={({ field }) => (
          <div>
            {' '}
            <Field
              label={t('mappings.fields.except', 'Except')}
              description={t(
                'mappings.fields.exceptMeans',
                'Who is left out, although a principal above includes them.'
              )}
              htmlFor="mapping-except"
              invalid={errors.except !== undefined}
              error={errors.except?.message}
              noMargin
            >
              <PrincipalsInput
                id="mapping-except"
                noun="exception"
                value={field.value}
                onChange={field.onChange}
                invalid={errors.except !== undefined}
              />
            </Field>
            <Advice about="except" />
          </div>
        )}
      />
      <Controller
        control={control}
        name="issuers"
        render={({ field }) => (
          <div>
            {' '}
            <Field
              label={t('mappings.fields.issuers', 'Issuers')}
              description={t(
                'mappings.fields.issuersMean',
                'Who vouches for those whom this is about. None chosen: every one of them.'
              )}
              htmlFor="mapping-issuers"
              invalid={errors.issuers !== undefined}
              error={errors.issuers?.message}
              noMargin
            >
              <MultiCombobox
                id="mapping-issuers"
                options={[
                  ...issuers.map((one) => ({ value: one.name, label: one.name, description: one.issuer })),
                  {
                    value: SERVICE_ISSUER,
                    label: SERVICE_ISSUER,
                    description: t('mappings.fields.services', 'Machines with a credential of Gatehouse'),
                  },
                ]}
                value={field.value}
                onChange={(options) => field.onChange(options.map(({ value }) => value))}
                placeholder={t('mappings.fields.everyIssuer', 'Every issuer')}
              />
            </Field>
            <Advice about="issuers" />
          </div>
        )}
      />
      <Controller
        control={control}
        name="expires"
        render={({ field }) => (
          <div>
            {' '}
            <Field
              label={t('mappings.fields.ends', 'Ends')}
              description={t(
                'mappings.fields.endsMeans',
                'Access that ends by itself, in your time zone ({{zone}}). Empty: it does not end.',
                { zone: zoneName() }
              )}
              htmlFor="mapping-expires"
              invalid={errors.expires !== undefined}
              error={errors.expires?.message}
              noMargin
            >
              <ExpiryInput id="mapping-expires" value={field.value} onChange={field.onChange} />
            </Field>
            <Advice about="expires" />
          </div>
        )}
      />
      <Controller
        control={control}
        name="enabled"
        render={({ field }) => (
          <Field
            label={t('mappings.fields.enabled', 'Enabled')}
            description={t('mappings.fields.enabledMeans', 'A disabled mapping is kept and has no effect.')}
            htmlFor="mapping-enabled"
            noMargin
          >
            <Switch
              id="mapping-enabled"
              value={field.value}
              onChange={(event) => field.onChange(event.currentTarget.checked)}
            />
          </Field>
        )}
      />
    </Stack>
  );
}

/** The time zone that Grafana is set to. */
function zoneName(): string {
  const zone = getTimeZone();
  return zone === 'browser' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
}
