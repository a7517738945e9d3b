/** Something that an import has to say about its source. */
export interface Remark {
  /** Stable, for programs and for `--accept`. */
  code: RemarkCode;
  /** `left-out`: the policy does not have it; `note`: it has it, and there is something to know. */
  kind: 'left-out' | 'note';
  file: string;
  line: number;
  column: number;
  /** Where in the file: keys and indexes from its root. */
  path: ReadonlyArray<string | number>;
  /** What was found and what became of it. Never a secret, and never a value that may be one. */
  message: string;
  /** What to do. */
  hint: string;
}

export type RemarkCode =
  | 'anonymous'
  | 'backend-unknown'
  | 'claim-unreadable'
  | 'claim-expired'
  | 'conditions'
  | 'default-url'
  | 'endpoints'
  | 'file-ignored'
  | 'file-unreadable'
  | 'ip-filters'
  | 'jwt'
  | 'limit'
  | 'name-changed'
  | 'name-repeated'
  | 'not-understood'
  | 'nothing'
  | 'parameters'
  | 'subject-missing'
  | 'tenant-header'
  | 'tenant-missing'
  | 'tenant-open'
  | 'variable'
  | 'write-filter';

/** What `--accept` takes: restrictions of the source that a policy cannot say, and that somebody may do without. */
export const ACCEPTABLE = ['endpoints', 'ip-filters'] as const satisfies readonly RemarkCode[];
export type Acceptable = (typeof ACCEPTABLE)[number];
