/** How a matcher compares a label's value, as VictoriaMetrics writes it. */
export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One condition on one label, for example `env=~"aws|gcp"`. */
export interface Matcher {
  label: string;
  operator: MatchOperator;
  value: string;
}

/** A series selector: all of its matchers must hold. Never empty. */
export interface Filter {
  matchers: readonly Matcher[];
}

/** A filter that could not be read, with the place where reading stopped. */
export class FilterSyntaxError extends Error {
  readonly code = 'filter-syntax';

  constructor(
    message: string,
    /** Zero-based offset into the text, in UTF-16 code units. */
    readonly offset: number
  ) {
    super(`${message} (at character ${offset + 1})`);
    this.name = 'FilterSyntaxError';
  }
}
