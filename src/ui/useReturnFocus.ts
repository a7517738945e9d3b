import { useEffect, useState } from 'react';
import { isFocusLost } from './isFocusLost';

/** Gives the focus back to what had it, when the component that asks this (a drawer or a question) goes away. */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // What is going away keeps the rest of the page from being focused until it is gone.
      setTimeout(() => {
        if (isFocusLost() && opener instanceof HTMLElement) {
          opener.focus();
        }
      });
    },
    [opener]
  );
}
