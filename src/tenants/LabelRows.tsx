import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Field, IconButton, Input, Stack, Text, useStyles2 } from '@grafana/ui';
import { useFieldArray, type UseFormReturn } from 'react-hook-form';
import { t } from '../i18n/t';
import type { TenantFormValues } from './tenantForm';

/** The labels by which a single node's series belong to a tenant. */
export function LabelRows({ form }: { form: UseFormReturn<TenantFormValues> }) {
  const styles = useStyles2(getStyles);
  const {
    control,
    register,
    formState: { errors },
  } = form;
  const { fields, append, remove } = useFieldArray({ control, name: 'labels' });
  const ofAll = errors.labels?.root?.message ?? errors.labels?.message;
  const input = (position: number, part: 'label' | 'value', placeholder: string) => {
    const { ref, ...field } = register(`labels.${position}.${part}`);
    const error = errors.labels?.[position]?.[part]?.message;
    return (
      <Field className={styles.input} invalid={error !== undefined} error={error} noMargin>
        <Input
          placeholder={placeholder}
          aria-label={
            part === 'label'
              ? t('tenants.labels.label', 'Label {{number}}', { number: position + 1 })
              : t('tenants.labels.value', 'Value of label {{number}}', { number: position + 1 })
          }
          autoComplete="off"
          {...field}
          ref={ref}
        />
      </Field>
    );
  };
  return (
    <div role="group" aria-label={t('tenants.labels.title', 'Fixed labels')}>
      <Stack direction="column" gap={1}>
        <div>
          <Text element="h4" variant="h5">
            {t('tenants.labels.title', 'Fixed labels')}
          </Text>
          <Text element="p" color="secondary" variant="bodySmall">
            {t(
              'tenants.labels.about',
              'Enforced on reads: only series with all of these labels are seen. Stamped on writes: every sample gets them, whatever it says itself. None: the whole node.'
            )}
          </Text>
        </div>
        {fields.map((field, position) => (
          <div key={field.id} className={styles.row}>
            {input(position, 'label', 'tenant')}
            <span className={styles.equals}>{'='}</span>
            {input(position, 'value', 'acme')}
            <IconButton
              className={styles.remove}
              name="trash-alt"
              tooltip={t('tenants.labels.remove', 'Remove label {{number}}', { number: position + 1 })}
              onClick={() => remove(position)}
            />
          </div>
        ))}
        {ofAll !== undefined && <Text color="error">{ofAll}</Text>}
        <div>
          <Button variant="secondary" size="sm" icon="plus" onClick={() => append({ label: '', value: '' })}>
            {t('tenants.labels.add', 'Add label')}
          </Button>
        </div>
      </Stack>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
  input: css({ flex: 1, minWidth: 0 }),
  equals: css({ lineHeight: theme.spacing(4), color: theme.colors.text.secondary }),
  remove: css({ marginTop: theme.spacing(1) }),
});
