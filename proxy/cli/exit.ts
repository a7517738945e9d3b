/** Exit codes of the command. Stable: pipelines decide by them. */
export const EXIT = {
  ok: 0,
  /** Something refused or could not be reached. */
  failed: 1,
  /** Wrong usage, or a configuration that cannot be used. */
  misconfigured: 2,
  /** A policy with problems. */
  policyInvalid: 3,
  /** What was compared differs; only with `--exit-code`. */
  different: 4,
  /** Somebody else published in the meantime. */
  conflict: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
