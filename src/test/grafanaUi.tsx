import React, { type ComponentProps } from 'react';
import type { Drawer } from '@grafana/ui';

interface SelectProps {
  id?: string;
  'aria-label'?: string;
  options: Array<{ value: string; label?: string }>;
  value: string | null;
  onChange: (option: { value: string }) => void;
}

// Two parts of Grafana's library need a layout, which jsdom does not have: the drawer keeps the focus inside by walking over
// every element's computed style, which takes seconds, and the combobox draws only the options that are in sight.
// Browser tests use the real ones.
module.exports = {
  ...jest.requireActual('@grafana/ui'),
  Drawer: ({ title, children }: ComponentProps<typeof Drawer>) => (
    <div role="dialog" aria-label={typeof title === 'string' ? title : undefined}>
      {children}
    </div>
  ),
  Combobox: ({ id, 'aria-label': label, options, value, onChange }: SelectProps) => (
    <select
      id={id}
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange({ value: event.target.value })}
    >
      <option value="" />
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  ),
};
