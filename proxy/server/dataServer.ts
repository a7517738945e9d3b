import { createServer, type Server } from 'node:http';
import type { Config } from '../config/schema';
import type { Gateway } from '../gateway/gateway';
import { HTTP_OPTIONS } from './httpOptions';
import { refuseConnections } from './refuseConnection';
import { servesOneAtATime } from './servesOneAtATime';

/** The data listener: plain HTTP straight into the gateway. What cannot be served is refused in Prometheus's shape. */
export function createDataServer(
  gateway: Pick<Gateway, 'handle'>,
  { headerBytes, arrivalTimeout }: Pick<Config['requests'], 'headerBytes' | 'arrivalTimeout'>
): Server {
  const server = createServer(
    {
      ...HTTP_OPTIONS,
      maxHeaderSize: headerBytes,
      headersTimeout: arrivalTimeout,
      // Node looks only so often whether headers are late, by default every 30 s.
      connectionsCheckingInterval: Math.min(arrivalTimeout / 2, 5_000),
      // A write takes as long as it flows; the gateway holds forms to `arrivalTimeout`.
      requestTimeout: 0,
    },
    servesOneAtATime((request, response) => gateway.handle(request, response))
  );
  refuseConnections(server, (message) => ({
    contentType: 'application/json',
    body: JSON.stringify({ status: 'error', errorType: 'bad_data', error: message }),
  }));
  return server;
}
