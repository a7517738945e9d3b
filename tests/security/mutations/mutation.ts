/** A sanitising step, and how the sources would look without it. */
export interface Mutation {
  /** What is removed, as a sentence says it: "removed: <step>". */
  step: string;
  changes: readonly Change[];
  /** The half of the suite that must notice. */
  half: 'reads' | 'writes';
  /** Part of the names of the cases that will notice first, so that it does not take long. */
  first: string;
  /** What the proxy says when it notices by itself and does not start. */
  startsNot?: string;
}

export interface Change {
  /** In the repository. */
  file: string;
  /** Stands there exactly once. */
  find: string;
  replace: string;
}

/** One change, which cases that read notice. */
export function removed(step: string, file: string, find: string, replace: string, first: string): Mutation {
  return { step, changes: [{ file, find, replace }], half: 'reads', first };
}

/** One change, which cases that write notice. */
export function removedFromWrites(step: string, file: string, find: string, replace: string, first: string): Mutation {
  return { ...removed(step, file, find, replace, first), half: 'writes' };
}
