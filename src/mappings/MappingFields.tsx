import React from 'react';
import { SERVICE_ISSUER, type Tenant } from '@gatehouse/model';
import { Button, Checkbox, Field, Input, MultiCombobox, RadioButtonGroup, Stack, Switch, Text } from '@grafana/ui';
import { Controller, useFieldArray, type UseFormReturn, useWatch } from 'react-hook-form';
import type { Configuration } from '../api/configuration';
import { LimitFields } from '../limits/LimitFields';
import { GrantFields } from './GrantFields';
import { emptyGrant, type MappingFormValues } from './mappingForm';
import { PrincipalsInput } from './PrincipalsInput';

const EFFECTS: Array<{ value: MappingFormValues['effect']; label: string }> = [
  { value: 'allow', label: 'Allow' },
  { value: 'deny', label: 'Deny' },
];
const EFFECTS_IN_WORDS: Record<MappingFormValues['effect'], string> = {
  allow: 'Grants the tenants below.',
  deny: 'Keeps from the tenants below, whatever other mappings grant.',
};

interface Props {
  form: UseFormReturn<MappingFormValues>;
  tenants: readonly Tenant[];
  issuers: Configuration['issuers'];
}

/** The inputs of a mapping, in the order in which one says it: who gets what, except whom, until when. */
export function MappingFields({ form, tenants, issuers }: Props) {
  const {
    control,
    register,
    formState: { errors },
  } = form;
  const grants = useFieldArray({ control, name: 'grants' });
  const [effect, everything, limits] = useWatch({ control, name: ['effect', 'everything', 'limits'] });
  const denies = effect === 'deny';
  const { ref: nameRef, ...name } = register('name');
  const { ref: expiresRef, ...expires } = register('expires');
  const grantsError = errors.grants?.root?.message ?? errors.grants?.message;
  return (
    <Stack direction="column" gap={3}>
      <Field
        label="Name"
        description="What explanations and logs call this mapping."
        htmlFor="mapping-name"
        required
        invalid={errors.name !== undefined}
        error={errors.name?.message}
        noMargin
      >
        <Input id="mapping-name" autoComplete="off" placeholder="acme-developers" {...name} ref={nameRef} />
      </Field>
      <Controller
        control={control}
        name="principals"
        render={({ field }) => (
          <Field
            label="Principals"
            description="Who this is about: users, groups, domains and so on. Being any one of them is enough."
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
        )}
      />
      <Controller
        control={control}
        name="effect"
        render={({ field }) => (
          <Field label="Effect" description={EFFECTS_IN_WORDS[field.value]} noMargin>
            <RadioButtonGroup options={EFFECTS} value={field.value} onChange={field.onChange} aria-label="Effect" />
          </Field>
        )}
      />
      {denies && (
        <Controller
          control={control}
          name="everything"
          render={({ field }) => (
            <div>
              <Checkbox
                label="Everything"
                description="Every tenant, also those to come"
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
            {denies ? 'Tenants' : 'Grants'}
          </Text>
          {grants.fields.map((field, position) => (
            <GrantFields
              key={field.id}
              control={control}
              register={register}
              position={position}
              tenants={tenants}
              tenantOnly={denies}
              errors={errors.grants?.[position]}
              onRemove={grants.fields.length > 1 ? () => grants.remove(position) : undefined}
            />
          ))}
          {grantsError !== undefined && <Text color="error">{grantsError}</Text>}
          <div>
            <Button variant="secondary" icon="plus" onClick={() => grants.append(emptyGrant())}>
              {denies ? 'Add tenant' : 'Add grant'}
            </Button>
          </div>
        </Stack>
      )}
      {!denies && (
        <LimitFields
          label="Limits of the mapping"
          scope="Shared by everybody in this mapping, over all of its grants"
          value={limits}
          register={(limit) => register(`limits.${limit}`)}
          errors={errors.limits}
        />
      )}
      <Controller
        control={control}
        name="except"
        render={({ field }) => (
          <Field
            label="Except"
            description="Who is left out, although a principal above includes them."
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
        )}
      />
      <Controller
        control={control}
        name="issuers"
        render={({ field }) => (
          <Field
            label="Issuers"
            description="Who vouches for those whom this is about. None chosen: every one of them."
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
                  description: 'Machines with a credential of Gatehouse',
                },
              ]}
              value={field.value}
              onChange={(options) => field.onChange(options.map(({ value }) => value))}
              placeholder="Every issuer"
            />
          </Field>
        )}
      />
      <Field
        label="Ends"
        description={`Access that ends by itself, in your time zone (${Intl.DateTimeFormat().resolvedOptions().timeZone}). Empty: it does not end.`}
        htmlFor="mapping-expires"
        invalid={errors.expires !== undefined}
        error={errors.expires?.message}
        noMargin
      >
        <Input id="mapping-expires" type="datetime-local" width={30} {...expires} ref={expiresRef} />
      </Field>
      <Controller
        control={control}
        name="enabled"
        render={({ field }) => (
          <Field
            label="Enabled"
            description="A disabled mapping is kept and has no effect."
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
