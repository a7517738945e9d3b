import React from 'react';
import { Button, Field, Input, Stack } from '@grafana/ui';
import { plural, t } from '../i18n/t';
import { localTime } from '../mappings/localTime';

const DAY = 86_400_000;
const PRESETS = [30, 90, 365];

interface InputProps {
  id: string;
  /** Local time as `<input type="datetime-local">` writes it; empty for no end. */
  value: string;
  onChange: (value: string) => void;
  invalid?: boolean;
}

interface Props extends Omit<InputProps, 'invalid'> {
  error?: string;
  /** What an empty input means. */
  description: string;
}

/** When a credential ends by itself. */
export function ExpiryField({ id, value, onChange, error, description }: Props) {
  return (
    <Field
      label={t('credentials.expiry.label', 'Expires')}
      description={description}
      htmlFor={id}
      invalid={error !== undefined}
      error={error}
      noMargin
    >
      <ExpiryInput id={id} value={value} onChange={onChange} />
    </Field>
  );
}

/** The input, and the usual spans beside it. */
function ExpiryInput({ id, value, onChange, invalid }: InputProps) {
  return (
    <Stack gap={1} alignItems="center" wrap="wrap">
      <Input
        id={id}
        type="datetime-local"
        width={30}
        invalid={invalid}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {PRESETS.map((days) => (
        <Button
          key={days}
          size="sm"
          variant="secondary"
          fill="text"
          onClick={() => onChange(localTime(new Date(Date.now() + days * DAY).toISOString()))}
        >
          {plural('credentials.expiry.days', days, { one: 'In {{number}} day', other: 'In {{number}} days' })}
        </Button>
      ))}
      <Button size="sm" variant="secondary" fill="text" disabled={value === ''} onClick={() => onChange('')}>
        {t('credentials.expiry.never', 'No end')}
      </Button>
    </Stack>
  );
}
