import { type RefObject, useEffect } from 'react';

/**
 * Lets the key `/` lead to a search field, unless somebody is typing somewhere or a drawer or a question is open, and Escape empty
 * the field.
 */
export function useSearchKeys(input: RefObject<HTMLInputElement | null>, setText: (text: string) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
        return;
      }
      const { key, target } = event;
      if (key === 'Escape' && target === input.current && input.current !== null) {
        setText('');
      } else if (key === '/' && !isTyping(target) && document.querySelector('[role="dialog"]') === null) {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [input, setText]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input:not([type="checkbox"]), textarea, select') !== null)
  );
}
