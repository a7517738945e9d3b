import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import { Problem } from '../admin/problem';
import { HTTP_OPTIONS } from './httpOptions';
import { refuseConnections } from './refuseConnection';
import { servesOneAtATime } from './servesOneAtATime';

/** The admin listener. What cannot be served is refused with a problem document. */
export function createAdminServer(app: Express): Server {
  const server = createServer(HTTP_OPTIONS, servesOneAtATime(app));
  refuseConnections(server, (message) => ({
    contentType: 'application/problem+json',
    body: JSON.stringify(new Problem('body-invalid', message).toDocument()),
  }));
  return server;
}
