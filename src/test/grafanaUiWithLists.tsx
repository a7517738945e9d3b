import React, { useEffect, useState } from 'react';
import type { ComboboxOption } from '@grafana/ui';

interface MultiSelectProps {
  'aria-labelledby'?: string;
  options: (search: string) => Promise<ComboboxOption[]>;
  value: ComboboxOption[];
  onChange: (options: ComboboxOption[]) => void;
}

/** Shows all options at once, those that are chosen marked. */
function MultiSelect({ 'aria-labelledby': label, options, value, onChange }: MultiSelectProps) {
  const [loaded, setLoaded] = useState<ComboboxOption[]>([]);
  useEffect(() => {
    void options('').then(setLoaded, () => {});
  }, [options]);
  return (
    <select
      multiple
      aria-labelledby={label}
      value={value.map((option) => option.value)}
      onChange={(event) => onChange([...event.target.selectedOptions].map((option) => ({ value: option.value })))}
    >
      {loaded.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

// As in grafanaUi.tsx, also for lists from which several are chosen.
module.exports = { ...jest.requireActual('./grafanaUi'), MultiCombobox: MultiSelect };
