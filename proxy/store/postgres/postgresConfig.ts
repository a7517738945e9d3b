/** Which PostgreSQL database to use, and how. It is handed to threads as it is. */
export interface PostgresConfig {
  readonly kind: 'postgres';
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Where the tables are; else in the first schema of the search path. Made when it is missing. */
  readonly schema?: string;
  readonly password?: string;
  /** A file with the password, read at each connection, so that it can change. */
  readonly passwordFile?: string;
  /** Undefined for connections without TLS. */
  readonly tls?: PostgresTls;
}

export interface PostgresTls {
  /** Nothing, that an authority of ours has signed the certificate, or also that it is this host's. */
  readonly verify: 'nothing' | 'authority' | 'host';
  /** A file with the authorities' certificates, read at each connection; else those that Node.js brings. */
  readonly authorities?: string;
}
