/** Says whether the next press of Tab starts at the top of the page, because what had the focus is gone. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
