import { JsonReader } from './jsonReader';

/** Finds where each item of a list begins, in a text that is valid JSON. */
export function findJsonItems(text: string, from: number): number[] {
  const reader = new JsonReader(text, from);
  return reader.isObject ? [] : [...reader.members()].map(({ keyAt }) => keyAt);
}
