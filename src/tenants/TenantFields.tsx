import React from 'react';
import { Combobox, Field, Input, Stack } from '@grafana/ui';
import { Controller, type UseFormReturn, useWatch } from 'react-hook-form';
import type { Configuration } from '../api/configuration';
import { t } from '../i18n/t';
import { LimitFields } from '../limits/LimitFields';
import { LabelRows } from './LabelRows';
import { chosenKind, type TenantFormValues } from './tenantForm';
import { confinementInWords, kindInWords } from './tenantPlace';

interface Props {
  form: UseFormReturn<TenantFormValues>;
  configuration: Configuration;
  /** A tenant keeps its name: the name stands in URLs of data sources. */
  named: boolean;
}

// Names, which are no language's.
const EXAMPLES = { name: 'acme', title: 'Acme Corp', org: 'payments' };

/** The inputs of a tenant; the backend decides how its place is named. */
export function TenantFields({ form, configuration, named }: Props) {
  const {
    control,
    register,
    formState: { errors },
  } = form;
  const [backend, limits] = useWatch({ control, name: ['backend', 'limits'] });
  const kind = chosenKind(backend, configuration);
  const text = (
    name: 'name' | 'title' | 'account' | 'project' | 'org',
    label: string,
    description: string,
    input: { placeholder?: string; required?: boolean; readOnly?: boolean; width?: number; inputMode?: 'numeric' } = {}
  ) => {
    const { ref, ...field } = register(name);
    const id = `tenant-${name}`;
    const { required, ...rest } = input;
    return (
      <Field
        label={label}
        description={description}
        htmlFor={id}
        required={required}
        invalid={errors[name] !== undefined}
        error={errors[name]?.message}
        noMargin
      >
        <Input id={id} autoComplete="off" {...rest} {...field} ref={ref} />
      </Field>
    );
  };
  return (
    <Stack direction="column" gap={3}>
      {text(
        'name',
        t('tenants.fields.name', 'Name'),
        named
          ? t('tenants.fields.nameFixed', 'It stands in URLs of data sources and cannot change.')
          : t('tenants.fields.nameAbout', 'Short; it can stand in URLs of data sources.'),
        { placeholder: EXAMPLES.name, required: true, readOnly: named }
      )}
      {text('title', t('tenants.fields.title', 'Title'), t('tenants.fields.titleAbout', 'For people. Optional.'), {
        placeholder: EXAMPLES.title,
      })}
      <Controller
        control={control}
        name="backend"
        render={({ field }) => (
          <Field
            label={t('tenants.fields.backend', 'Backend')}
            description={
              kind === undefined
                ? t(
                    'tenants.fields.backendAbout',
                    'The installation that holds the series, from the proxy’s configuration.'
                  )
                : t('tenants.fields.backendKind', '{{kind}}. {{confinement}}', {
                    kind: kindInWords(kind),
                    confinement: confinementInWords(kind),
                  })
            }
            htmlFor="tenant-backend"
            required
            invalid={errors.backend !== undefined}
            error={errors.backend?.message}
            noMargin
          >
            <Combobox
              id="tenant-backend"
              options={configuration.backends.map((one) => ({
                value: one.name,
                label: one.name,
                description: kindInWords(one.kind),
              }))}
              value={field.value === '' ? null : field.value}
              onChange={(option) => field.onChange(option.value)}
              onBlur={field.onBlur}
              placeholder={t('tenants.fields.chooseBackend', 'Choose a backend')}
            />
          </Field>
        )}
      />
      {kind === 'victoriametrics-cluster' && (
        <Stack gap={2} wrap="wrap">
          {text(
            'account',
            t('tenants.fields.account', 'Account'),
            t('tenants.fields.accountAbout', 'The cluster’s accountID.'),
            {
              placeholder: '1',
              required: true,
              width: 20,
              inputMode: 'numeric',
            }
          )}
          {text(
            'project',
            t('tenants.fields.project', 'Project'),
            t('tenants.fields.projectAbout', 'The projectID; usually 0.'),
            {
              placeholder: '0',
              width: 20,
              inputMode: 'numeric',
            }
          )}
        </Stack>
      )}
      {kind === 'mimir' &&
        text(
          'org',
          t('tenants.fields.org', 'Org'),
          t('tenants.fields.orgAbout', 'Mimir’s tenant id (X-Scope-OrgID).'),
          {
            placeholder: EXAMPLES.org,
            required: true,
          }
        )}
      {kind === 'victoriametrics' && <LabelRows form={form} />}
      <LimitFields
        label={t('tenants.fields.limits', 'Limits of the tenant')}
        scope={t('tenants.fields.limitsScope', 'Shared by everybody who uses this tenant')}
        value={limits}
        register={(limit) => register(`limits.${limit}`)}
        errors={errors.limits}
      />
    </Stack>
  );
}
