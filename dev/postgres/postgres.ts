/** A PostgreSQL that tests can take away and bring back, always at the same address. */
export interface Postgres {
  readonly host: string;
  readonly port: number;
  /** May make databases. */
  readonly user: string;
  readonly password: string;
  /** `postgres://user@host:port/<database>`, without the password. */
  url(database: string): string;
  /** Ends connections; new ones are refused. */
  stop(): Promise<void>;
  /** As a crash would: no transaction is ended in good order. The same as `stop` for one that was given. */
  kill(): Promise<void>;
  /** Serves again, with everything that was committed. */
  start(): Promise<void>;
  /** Connections stay and are accepted, and nothing is answered. */
  freeze(): Promise<void>;
  /** Answers again, also what was asked meanwhile. */
  thaw(): Promise<void>;
  close(): Promise<void>;
}
