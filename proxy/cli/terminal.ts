/** What the process gives to a command besides its arguments. */
export interface Streams {
  out(text: string): void;
  error(text: string): void;
  environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Everything that comes through standard input. */
  readInput(): Promise<Buffer>;
}

/** Where a command's words go, and what it may know of its surroundings. */
export interface Terminal extends Streams {
  /** Results for programs and files, as they are. */
  out(text: string): void;
  /** Results for people. */
  tell(text: string): void;
  /** Errors, and remarks that are no part of the result, for people. */
  error(text: string): void;
}
