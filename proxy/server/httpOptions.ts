import type { ServerOptions } from 'node:http';

/** How both listeners read HTTP: strictly, and with an end to everything. Times in milliseconds, sizes in bytes. */
export const HTTP_OPTIONS = {
  // Tokens with many groups are long; Node's default of 16 KiB is not enough for three of them.
  maxHeaderSize: 64 * 1024,
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  // Longer than the 90 s for which Grafana keeps idle connections, so that it never sends into one that is being closed.
  keepAliveTimeout: 95_000,
  insecureHTTPParser: false,
  requireHostHeader: true,
} as const satisfies ServerOptions;
