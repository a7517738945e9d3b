import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a listener answers to what is not a request it could serve. */
export type RefusalBody = (message: string) => { contentType: string; body: string };

const ANSWERS: Readonly<Record<string, { status: string; message: string }>> = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', message: 'the headers are larger than 64 KiB' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', message: 'the request took too long to arrive' },
};
const MALFORMED = { status: '400 Bad Request', message: 'the request is not well-formed HTTP' };
const CONNECT = { status: '405 Method Not Allowed', message: 'Gatehouse is not a forward proxy' };

/**
 * Answers what never becomes a request: bytes that Node's strict parser refuses (two `Content-Length`, `Content-Length` beside
 * `Transfer-Encoding`, …), requests that do not arrive in time, and CONNECT. Nothing that the client sent is repeated.
 */
export function refuseConnections(server: Server, bodyOf: RefusalBody): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    answer(socket, ANSWERS[error.code ?? ''] ?? MALFORMED, bodyOf);
  });
  server.on('connect', (_request, socket) => answer(socket, CONNECT, bodyOf));
}

function answer(socket: Duplex, { status, message }: { status: string; message: string }, bodyOf: RefusalBody): void {
  const { contentType, body } = bodyOf(message);
  const head = [
    `HTTP/1.1 ${status}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  // On CONNECT, Node no longer listens: an error that nobody hears would end the process.
  socket.on('error', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.once('finish', () => socket.destroy());
}

/** True while an earlier request of the connection is being answered: a second answer would end up inside the first. */
function isAnswering(socket: Duplex): boolean {
  return '_httpMessage' in socket && socket._httpMessage !== null && socket._httpMessage !== undefined;
}
