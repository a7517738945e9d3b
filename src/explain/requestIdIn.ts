/** The number in `… (no-mapping, request 1f2e3d4c5b6a7980)`, or what was entered when it is nothing but a number. */
export function requestIdIn(text: string): string {
  const [, told] = /\brequest ([\w-]{1,64})\)?/.exec(text) ?? [];
  return told ?? (/^[\w-]{1,64}$/.test(text.trim()) ? text.trim() : '');
}
