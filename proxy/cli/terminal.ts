/** What a command has besides its arguments: where its words go, and what it may know of its surroundings. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Errors, and remarks that are no part of the result. */
  error(text: string): void;
  environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Everything that comes through standard input. */
  readInput(): Promise<Buffer>;
}
