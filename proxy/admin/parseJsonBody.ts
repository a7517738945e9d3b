import { parseUniqueJson } from '@gatehouse/model';
import { Problem } from './problem';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A JSON body, whole and unambiguous.
 *
 * @throws Problem `body-invalid` for what is not UTF-8 or not JSON, and for an object that has a key twice
 */
export function parseJsonBody(bytes: Uint8Array): unknown {
  try {
    return parseUniqueJson(utf8.decode(bytes));
  } catch {
    throw new Problem('body-invalid', 'the body is not JSON in UTF-8, or has a key twice in one object');
  }
}
