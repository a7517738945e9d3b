import React from 'react';
import { Combobox } from '@grafana/ui';

interface Props {
  /** What it filters by, for screen readers. */
  label: string;
  placeholder: string;
  value: string;
  options: readonly string[] | ReadonlyArray<{ value: string; label: string }>;
  /** Empty when nothing is chosen. */
  onChange: (value: string) => void;
  /** Takes what is typed, also when it is not offered. */
  free?: boolean;
}

/** Chooses one of what occurs, or nothing. */
export function ChoiceFilter({ label, placeholder, value, options, onChange, free = false }: Props) {
  const offered = options.map((option) => (typeof option === 'string' ? { value: option, label: option } : option));
  return (
    <Combobox
      aria-label={label}
      placeholder={placeholder}
      width={24}
      isClearable
      createCustomValue={free}
      options={
        value === '' || offered.some((option) => option.value === value)
          ? offered
          : [...offered, { value, label: value }]
      }
      value={value === '' ? null : value}
      onChange={(option: { value: string } | null) => onChange(option?.value ?? '')}
    />
  );
}
