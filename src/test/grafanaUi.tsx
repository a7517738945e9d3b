import React, { type ComponentProps, useEffect, useState } from 'react';
import type { Drawer } from '@grafana/ui';

interface Option {
  value: string;
  label?: string;
}

interface SelectProps {
  id?: string;
  'aria-label'?: string;
  options: Option[] | ((search: string) => Promise<Option[]>);
  value: string | Option | null;
  isClearable?: boolean;
  onChange: (option: Option | null) => void;
}

/** Shows all options at once, also those that are asked for. */
function Select({ id, 'aria-label': label, options, value, isClearable = false, onChange }: SelectProps) {
  const [loaded, setLoaded] = useState<Option[]>([]);
  useEffect(() => {
    if (typeof options === 'function') {
      void options('').then(setLoaded, () => {});
    }
  }, [options]);
  return (
    <select
      id={id}
      aria-label={label}
      value={typeof value === 'object' ? (value?.value ?? '') : value}
      onChange={({ target }) => onChange(target.value === '' && isClearable ? null : { value: target.value })}
    >
      <option value="" />
      {(typeof options === 'function' ? loaded : options).map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

// Two parts of Grafana's library need a layout, which jsdom does not have: the drawer keeps the focus inside by walking over
// every element's computed style, which takes seconds, and the combobox draws only the options that are in sight.
// Browser tests use the real ones.
module.exports = {
  ...jest.requireActual('@grafana/ui'),
  Drawer: ({ title, subtitle, children }: ComponentProps<typeof Drawer>) => (
    <div role="dialog" aria-label={typeof title === 'string' ? title : undefined}>
      {subtitle}
      {children}
    </div>
  ),
  Combobox: Select,
};
