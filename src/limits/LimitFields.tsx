import React, { useId, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Field, Input, Text, useStyles2 } from '@grafana/ui';
import type { FieldErrors, UseFormRegisterReturn } from 'react-hook-form';
import { t } from '../i18n/t';
import type { LimitName, LimitsValue } from './limitsForm';
import { shortLimits } from './limitsInWords';

interface Props {
  /** Whose limits these are, for screen readers: "Limits of grant 1". */
  label: string;
  /** For whom they count: "For each person". */
  scope: string;
  value: LimitsValue;
  register: (name: LimitName) => UseFormRegisterReturn;
  errors: FieldErrors<LimitsValue> | undefined;
}

/** Three limits, folded away while none is set; what is set can be read also when they are folded. */
export function LimitFields({ label, scope, value, register, errors }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const summary = shortLimits(value);
  const [wanted, setOpen] = useState(summary !== '');
  const unlimited = t('limits.fields.unlimited', 'unlimited');
  const open = wanted || errors !== undefined;
  const field = (name: LimitName, title: string, placeholder: string, numeric: boolean) => {
    const { ref, ...input } = register(name);
    const error = errors?.[name]?.message;
    return (
      <Field label={title} htmlFor={`${id}-${name}`} invalid={error !== undefined} error={error} noMargin>
        <Input
          id={`${id}-${name}`}
          placeholder={placeholder}
          autoComplete="off"
          inputMode={numeric ? 'numeric' : 'text'}
          aria-describedby={`${id}-scope`}
          {...input}
          ref={ref}
        />
      </Field>
    );
  };
  return (
    <div role="group" aria-label={label} className={styles.limits}>
      <div className={styles.head}>
        <Button
          variant="secondary"
          fill="text"
          size="sm"
          icon={open ? 'angle-down' : 'angle-right'}
          aria-expanded={open}
          aria-controls={`${id}-fields`}
          aria-label={label}
          onClick={() => setOpen(!open)}
        >
          {t('limits.fields.title', 'Limits')}
        </Button>
        <span id={`${id}-scope`}>
          <Text color="secondary" variant="bodySmall">
            {open
              ? t('limits.fields.open', '{{scope}}. Empty: unlimited.', { scope })
              : summary === ''
                ? t('limits.fields.none', '{{scope}}: none.', { scope })
                : t('limits.fields.summary', '{{scope}}: {{limits}}.', { scope, limits: summary })}
          </Text>
        </span>
      </div>
      <div id={`${id}-fields`} hidden={!open}>
        {open && (
          <div className={styles.fields}>
            {field('requestsPerMinute', t('limits.fields.requests', 'Requests per minute'), unlimited, true)}
            {field('concurrency', t('limits.fields.concurrency', 'At the same time'), unlimited, true)}
            {field(
              'maxRange',
              t('limits.fields.range', 'Longest range'),
              t('limits.fields.rangeExample', 'unlimited, or 30d'),
              false
            )}
          </div>
        )}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  limits: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1),
    // What is written on the button stands in line with the labels around it, not its invisible edge.
    marginLeft: theme.spacing(-1),
  }),
  fields: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    gap: theme.spacing(2),
    alignItems: 'start',
  }),
});
