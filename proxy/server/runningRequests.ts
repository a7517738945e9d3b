import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isPipelined } from './servesOneAtATime';

/** Watches a server's requests so that it can stop without cutting any of them off. Made before the server listens. */
export class RunningRequests {
  readonly #responses = new Set<ServerResponse>();
  readonly #sockets = new Set<Socket>();
  #stopping = false;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.prependListener('request', (_request, response) => {
      if (isPipelined(response)) {
        return;
      }
      this.#responses.add(response);
      if (this.#stopping) {
        endConnectionAfter(response);
      }
      response.once('close', () => {
        this.#responses.delete(response);
        if (this.#stopping) {
          // The connection counts as idle only after this event.
          setImmediate(() => this.server.closeIdleConnections());
        }
      });
    });
  }

  /**
   * Stops accepting, closes idle connections and lets running requests finish.
   *
   * @param timeout milliseconds after which the rest is cut off
   * @returns how many requests were cut off
   */
  async stop(timeout: number): Promise<number> {
    this.#stopping = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.#responses.forEach(endConnectionAfter);
    this.#sockets.forEach((socket) => {
      // Node does not count a connection as idle that has not sent anything yet.
      if (socket.bytesRead === 0) {
        socket.destroy();
      }
    });
    let cut = 0;
    const timer = setTimeout(() => {
      cut = this.#responses.size;
      this.server.closeAllConnections();
    }, timeout);
    await closed;
    clearTimeout(timer);
    return cut;
  }
}

function endConnectionAfter(response: ServerResponse): void {
  if (!response.headersSent) {
    response.setHeader('Connection', 'close');
  }
}
