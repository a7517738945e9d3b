/** One mistake in a configuration file. Lines and columns count from 1. */
export interface ConfigProblem {
  line: number;
  column: number;
  /** What was expected and what to do. Never the value itself: it may be a secret. */
  message: string;
}

/** The configuration cannot be used; the message lists every problem as `file:line:column: message`, one a line. */
export class ConfigError extends Error {
  readonly code = 'config-invalid';
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    super(sorted.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
    this.name = 'ConfigError';
    this.problems = sorted;
  }
}
