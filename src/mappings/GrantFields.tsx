import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { Access, Tenant } from '@gatehouse/model';
import { Button, Combobox, Field, IconButton, Input, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { type Control, Controller, type FieldErrors, type UseFormRegister } from 'react-hook-form';
import { testIds } from '../testIds';
import { FilterRows } from './FilterRows';
import type { GrantValue, MappingFormValues } from './mappingForm';

const ACCESS: Array<{ value: Access; label: string }> = [
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Write' },
  { value: 'read-write', label: 'Read and write' },
];

const ONLY_READS = 'This version serves reads only; the permission to write is kept for later.';

interface Props {
  control: Control<MappingFormValues>;
  register: UseFormRegister<MappingFormValues>;
  position: number;
  tenants: readonly Tenant[];
  /** A deny mapping names tenants only. */
  tenantOnly: boolean;
  errors: FieldErrors<GrantValue> | undefined;
  startsWithLimits: boolean;
  onRemove: (() => void) | undefined;
}

/** One grant of a mapping: a tenant, what may be done there, and within which bounds. */
export function GrantFields({
  control,
  register,
  position,
  tenants,
  tenantOnly,
  errors,
  startsWithLimits,
  onRemove,
}: Props) {
  const styles = useStyles2(getStyles);
  const [limitsOpen, setLimitsOpen] = useState(startsWithLimits);
  const limitsShown =
    limitsOpen ||
    [errors?.requestsPerMinute, errors?.concurrency, errors?.maxRange].some((error) => error !== undefined);
  const number = position + 1;
  const limit = (name: 'requestsPerMinute' | 'concurrency' | 'maxRange', label: string, placeholder: string) => {
    const { ref, ...field } = register(`grants.${position}.${name}`);
    const id = `grant-${position}-${name}`;
    return (
      <Field label={label} htmlFor={id} invalid={errors?.[name] !== undefined} error={errors?.[name]?.message} noMargin>
        <Input id={id} placeholder={placeholder} autoComplete="off" {...field} ref={ref} />
      </Field>
    );
  };
  return (
    <div
      role="group"
      aria-label={`Grant ${number}`}
      className={styles.grant}
      data-testid={testIds.mappings.grant(position)}
    >
      <div className={styles.top}>
        <div className={styles.what}>
          <Controller
            control={control}
            name={`grants.${position}.tenant`}
            render={({ field }) => (
              <Field
                className={styles.tenant}
                label="Tenant"
                htmlFor={`grant-${position}-tenant`}
                invalid={errors?.tenant !== undefined}
                error={errors?.tenant?.message}
                noMargin
              >
                <Combobox
                  id={`grant-${position}-tenant`}
                  options={tenants.map(({ name, title, backend }) => ({
                    value: name,
                    label: name,
                    description: title === undefined ? backend : `${title} · ${backend}`,
                  }))}
                  value={field.value === '' ? null : field.value}
                  onChange={(option) => field.onChange(option.value)}
                  onBlur={field.onBlur}
                  placeholder="Choose a tenant"
                  noOptionsMessage="No tenant of this name"
                />
              </Field>
            )}
          />
          {!tenantOnly && (
            <Controller
              control={control}
              name={`grants.${position}.access`}
              render={({ field }) => (
                <Field label="Access" description={field.value === 'read' ? undefined : ONLY_READS} noMargin>
                  <RadioButtonGroup
                    options={ACCESS}
                    value={field.value}
                    onChange={field.onChange}
                    aria-label={`Access of grant ${number}`}
                  />
                </Field>
              )}
            />
          )}
        </div>
        {onRemove !== undefined && (
          <IconButton
            className={styles.remove}
            name="trash-alt"
            tooltip={`Remove grant ${number}`}
            onClick={onRemove}
          />
        )}
      </div>
      {!tenantOnly && (
        <>
          <FilterRows control={control} position={position} errors={errors} />
          <div>
            <Button
              variant="secondary"
              fill="text"
              size="sm"
              icon={limitsShown ? 'angle-down' : 'angle-right'}
              aria-expanded={limitsShown}
              aria-label={`Limits of grant ${number}`}
              onClick={() => setLimitsOpen(!limitsShown)}
            >
              Limits
            </Button>
          </div>
          {limitsShown && (
            <div className={styles.limits}>
              {limit('requestsPerMinute', 'Requests a minute', 'unlimited')}
              {limit('concurrency', 'Requests at a time', 'unlimited')}
              {limit('maxRange', 'Longest time range', 'unlimited, or 30d')}
            </div>
          )}
        </>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grant: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  top: css({ display: 'flex', gap: theme.spacing(2), alignItems: 'flex-start' }),
  what: css({
    display: 'flex',
    flex: 1,
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    alignItems: 'flex-start',
    minWidth: 0,
  }),
  tenant: css({ flex: '1 1 200px' }),
  remove: css({ marginTop: theme.spacing(3.5) }),
  limits: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))', gap: theme.spacing(2) }),
});
