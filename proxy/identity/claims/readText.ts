/** A claim that is one text of a sensible length, without control characters; everything else is as if it were not there. */
export function readText(value: unknown, longest: number): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= longest && !/[\u0000-\u001f\u007f]/.test(value)
    ? value
    : undefined;
}
