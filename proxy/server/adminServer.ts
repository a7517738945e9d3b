import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import { Problem } from '../admin/problem';
import { HTTP_OPTIONS } from './httpOptions';
import { refuseConnections } from './refuseConnection';
import { servesOneAtATime } from './servesOneAtATime';

/** A connection on which nothing moves is closed after so long, in milliseconds: the longest work on a policy is shorter. */
const SILENCE = 180_000;

/** The admin listener. What cannot be served is refused with a problem document. */
export function createAdminServer(app: Express): Server {
  const server = createServer(HTTP_OPTIONS, servesOneAtATime(app));
  server.setTimeout(SILENCE);
  refuseConnections(server, (message) => ({
    contentType: 'application/problem+json',
    body: JSON.stringify(new Problem('body-invalid', message).toDocument()),
  }));
  return server;
}
