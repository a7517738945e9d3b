/** A number with its noun: `count(1, 'mapping')` is "1 mapping", `count(3, 'mapping')` "3 mappings". */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`;
}
