import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/**
 * The tap on a client's connection: while it is closed, what comes from the upstream waits in the socket.
 *
 * undici can hold an answer back itself. But when a connection ends meanwhile with the answer that is its last, undici fails on an
 * assertion inside an event of the socket, which ends the process. It also takes a reset for the proper end of such an answer.
 */
export class Tap {
  /** What a client makes its connections with. */
  readonly connect: buildConnector.connector;
  #socket: Socket | undefined;
  #closed = false;

  constructor(connect: buildConnector.connector) {
    this.connect = (options, callback) =>
      connect(options, (...made) => {
        const [, socket] = made;
        // undici leaves it out when there is an error.
        if (socket) {
          this.#putOn(socket);
        }
        callback(...made);
      });
  }

  close(): void {
    this.#closed = true;
  }

  open(): void {
    if (this.#closed) {
      this.#closed = false;
      // Not at once: this may be called by what reads from the socket.
      process.nextTick(flow, this.#socket);
    }
  }

  #putOn(socket: Socket): void {
    this.#socket = socket;
    this.#closed = false;
    const read = socket.read.bind(socket);
    // The end of a stream shows to nobody who does not read.
    socket.read = (size) => (this.#closed ? null : (read(size) as unknown));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') {
        error.code = 'UND_ERR_SOCKET';
      }
    });
  }
}

function flow(socket: Socket | undefined): void {
  if (socket?.destroyed === false) {
    socket.emit('readable');
  }
}
