import React, { useDeferredValue, useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { type Access, nameSchema, type Tenant } from '@gatehouse/model';
import { Combobox, Field, IconButton, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { type Control, Controller, type FieldErrors, type UseFormRegister, useWatch } from 'react-hook-form';
import { useAbility } from '../api/ability';
import { placeOf } from '../api/discovery';
import { t } from '../i18n/t';
import { LimitFields } from '../limits/LimitFields';
import { testIds } from '../testIds';
import { Advice } from './Advice';
import { filterProblems } from './filterProblems';
import { FilterRows } from './FilterRows';
import type { GrantValue, MappingFormValues } from './mappingForm';
import { readFilter } from './readFilter';
import { StampLine } from './StampLine';

function accesses(): Array<{ value: Access; label: string }> {
  return [
    { value: 'read', label: t('mappings.access.read', 'Read') },
    { value: 'write', label: t('mappings.access.write', 'Write') },
    { value: 'read-write', label: t('mappings.access.readWrite', 'Read and write') },
  ];
}

const NO_PROBLEMS = { ofAll: [], ofOne: new Map<number, string>() };

interface Props {
  control: Control<MappingFormValues>;
  register: UseFormRegister<MappingFormValues>;
  position: number;
  tenants: readonly Tenant[];
  /** The tenants as they are in force. */
  published: readonly Tenant[];
  /** A deny mapping names tenants only. */
  tenantOnly: boolean;
  errors: FieldErrors<GrantValue> | undefined;
  onRemove: (() => void) | undefined;
}

/** One grant of a mapping: a tenant, what may be done there, and within which bounds. */
export function GrantFields({ control, register, position, tenants, published, tenantOnly, errors, onRemove }: Props) {
  const styles = useStyles2(getStyles);
  const number = position + 1;
  const [grant, typedName] = useWatch({ control, name: [`grants.${position}`, 'name'] });
  // Messages may follow when there is time.
  const mappingName = useDeferredValue(typedName);
  const tenant = useMemo(() => tenants.find(({ name }) => name === grant.tenant), [tenants, grant.tenant]);
  const problems = useMemo(
    () =>
      tenantOnly || tenant === undefined
        ? NO_PROBLEMS
        : filterProblems(tenant, grant, nameSchema.safeParse(mappingName).data ?? 'new'),
    [tenantOnly, tenant, grant, mappingName]
  );
  const ability = useAbility();
  const place = useMemo(
    () => (tenant === undefined ? undefined : placeOf(tenant, published, ability)),
    [tenant, published, ability]
  );
  const options = useMemo(
    () =>
      tenants.map(({ name, title, backend }) => ({
        value: name,
        label: name,
        description: title === undefined ? backend : `${title} · ${backend}`,
      })),
    [tenants]
  );
  const filters = grant.filters.map(({ text }) => text);
  const writes = grant.access !== 'read';
  const stampable =
    problems.ofAll.length + problems.ofOne.size === 0 && filters.every((text) => readFilter(text).error === undefined);
  return (
    <div
      role="group"
      aria-label={t('mappings.grant.name', 'Grant {{grant}}', { grant: number })}
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
                label={t('mappings.grant.tenant', 'Tenant')}
                htmlFor={`grant-${position}-tenant`}
                invalid={errors?.tenant !== undefined}
                error={errors?.tenant?.message}
                noMargin
              >
                <Combobox
                  id={`grant-${position}-tenant`}
                  options={options}
                  value={field.value === '' ? null : field.value}
                  onChange={(option) => field.onChange(option.value)}
                  onBlur={field.onBlur}
                  placeholder={t('mappings.grant.chooseTenant', 'Choose a tenant')}
                  noOptionsMessage={t('mappings.grant.noTenant', 'No tenant of this name')}
                />
              </Field>
            )}
          />
          {!tenantOnly && (
            <Controller
              control={control}
              name={`grants.${position}.access`}
              render={({ field }) => (
                <Field label={t('mappings.grant.access', 'Access')} noMargin>
                  <RadioButtonGroup
                    options={accesses()}
                    value={field.value}
                    onChange={field.onChange}
                    aria-label={t('mappings.grant.accessOf', 'Access of grant {{grant}}', { grant: number })}
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
            tooltip={t('mappings.grant.remove', 'Remove grant {{grant}}', { grant: number })}
            onClick={onRemove}
          />
        )}
      </div>
      {!tenantOnly && (
        <>
          <FilterRows control={control} position={position} errors={errors} problems={problems} place={place} />
          {writes && stampable && tenant !== undefined && <StampLine tenant={tenant} filters={filters} />}
          <LimitFields
            label={t('mappings.grant.limits', 'Limits of grant {{grant}}', { grant: number })}
            scope={t('mappings.grant.eachPerson', 'For each person')}
            value={grant.limits}
            register={(name) => register(`grants.${position}.limits.${name}`)}
            errors={errors?.limits}
          />
        </>
      )}
      <Advice about={`grant-${position}`} />
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
});
