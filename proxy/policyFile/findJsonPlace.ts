import { JsonReader } from './jsonReader';

/**
 * Finds where a value stands in a text that is valid JSON.
 *
 * @param from where the value begins that the path starts at
 * @param key a key of the object at the path, whose place is wanted instead of the object's
 * @returns the offset of the value, or of the innermost one on the way to it that there is
 */
export function findJsonPlace(text: string, from: number, path: ReadonlyArray<string | number>, key?: string): number {
  const reader = new JsonReader(text, from);
  let found = reader.at;
  for (const step of path) {
    if (enter(reader, step) === undefined) {
      return found;
    }
    found = reader.at;
  }
  return (key === undefined ? undefined : enter(reader, key)) ?? found;
}

/** Moves to a member; returns where its key begins, or undefined when there is none. */
function enter(reader: JsonReader, wanted: string | number): number | undefined {
  for (const { step, keyAt } of reader.members()) {
    if (step === wanted) {
      return keyAt;
    }
  }
  return undefined;
}
