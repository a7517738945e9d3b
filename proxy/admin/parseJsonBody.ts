import { parseUniqueJson } from '@gatehouse/model';
import { Problem } from './problem';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A JSON body, whole and unambiguous.
 *
 * @throws Problem `body-invalid` for what is not UTF-8 or not JSON, for an object that has a key twice, and for a key
 *   `__proto__`, which schemas would leave out without a word
 */
export function parseJsonBody(bytes: Uint8Array): unknown {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(bytes);
    value = parseUniqueJson(text);
  } catch {
    throw new Problem('body-invalid', 'the body is not JSON in UTF-8, or has a key twice in one object');
  }
  if (/__proto__|\\u/.test(text) && hasProto(value)) {
    throw new Problem('body-invalid', 'the body has a key __proto__, which nothing here is called');
  }
  return value;
}

/** Without recursion: bodies may be deeper than the stack. */
function hasProto(value: unknown): boolean {
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'object' && next !== null) {
      if (Object.hasOwn(next, '__proto__')) {
        return true;
      }
      for (const member of Object.values(next)) {
        left.push(member);
      }
    }
  }
  return false;
}
