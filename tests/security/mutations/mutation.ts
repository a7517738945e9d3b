/** A sanitising step, and how the sources would look without it. */
export interface Mutation {
  /** What is removed, as a sentence says it: "removed: <step>". */
  step: string;
  changes: ReadonlyArray<{
    /** In the repository. */
    file: string;
    /** Stands there exactly once. */
    find: string;
    replace: string;
  }>;
}
