import { type FocusEventHandler, useEffect, useRef } from 'react';
import { isFocusLost } from './isFocusLost';

/**
 * Keeps the keyboard where it was when a button goes away by being pressed, as “Remove” does in favour of “Restore”.
 *
 * @param place where the focused button is, noted while it is there
 * @param next what takes the focus over from the button that is gone
 * @returns goes to the element around the buttons
 */
export function useKeepFocus<Place>(
  place: (focused: HTMLElement) => Place,
  next: (place: Place) => HTMLElement | null | undefined
): FocusEventHandler<HTMLElement> {
  const last = useRef<{ element: HTMLElement; place: Place }>(undefined);
  useEffect(() => {
    const forget = ({ target }: FocusEvent) => {
      if (target !== last.current?.element) {
        last.current = undefined;
      }
    };
    document.addEventListener('focusin', forget);
    return () => document.removeEventListener('focusin', forget);
  }, []);
  // Any change of the page may be the one that takes the button away.
  useEffect(() => {
    const { current } = last;
    if (current !== undefined && !current.element.isConnected) {
      last.current = undefined;
      if (isFocusLost()) {
        next(current.place)?.focus();
      }
    }
  });
  return ({ target }) => {
    last.current = { element: target, place: place(target) };
  };
}
