import { type RefObject, useEffect } from 'react';

/** Lets the key `/` lead to a search field, unless somebody is typing somewhere or a drawer or a question is open. */
export function useSlashToSearch(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
        return;
      }
      const { target } = event;
      const typing =
        target instanceof HTMLElement &&
        (target.isContentEditable || target.closest('input:not([type="checkbox"]), textarea, select') !== null);
      if (!typing && document.querySelector('[role="dialog"]') === null) {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [input]);
}
