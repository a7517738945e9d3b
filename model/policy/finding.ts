import type { BackendKind } from './shape';

/** Something about a policy that an administrator should see, with the place it is about. */
export interface Finding {
  /** Stable, for programs. */
  code: string;
  /** Where: keys and indexes from the policy's root, for example `["mappings", 0, "grants", 1, "tenant"]`. */
  path: Array<string | number>;
  /** What was expected, what was found. */
  message: string;
  /** The way out, in one sentence: which field, which value. Everything that `checkPolicy` finds has one. */
  hint?: string;
}

/** What a policy is checked against besides itself: the names in the proxy's configuration. */
export interface PolicySurroundings {
  backends: ReadonlyMap<string, BackendKind>;
  issuers: readonly string[];
}
