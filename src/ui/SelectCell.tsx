import React, { useRef } from 'react';
import { Checkbox } from '@grafana/ui';

interface Props {
  label: string;
  checked: boolean;
  tabIndex: 0 | -1;
  className: string;
  /** @param upTo Shift is held: all rows up to this one */
  onSelect: (upTo: boolean) => void;
}

/** The cell with a row's checkbox. */
export function SelectCell({ label, checked, tabIndex, className, onSelect }: Props) {
  const shift = useRef(false);
  return (
    <td
      className={className}
      // Shift and a click would mark the text in between.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClickCapture={(event) => {
        shift.current = event.shiftKey;
      }}
    >
      <Checkbox
        aria-label={label}
        value={checked}
        tabIndex={tabIndex}
        onChange={() => {
          onSelect(shift.current);
          shift.current = false;
        }}
      />
    </td>
  );
}
