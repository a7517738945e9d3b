const LONGEST_NAME = 200;

/** A name as it is kept and shown; undefined when nothing is left of it. */
export function plainName(text: string): string | undefined {
  // Control and formatting characters could make one name look like another.
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
  return plain === '' ? undefined : [...plain].slice(0, LONGEST_NAME).join('');
}
