import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  /** Header lines and body, undecoded; chunked bodies keep their frames. */
  text: string;
}

/** No answer within this time is a failure of the test. Milliseconds. */
const TIMEOUT = 10_000;

/**
 * Sends exactly these bytes and reads until the other side closes or has answered. Client libraries would tidy what an
 * attacker would not.
 *
 * @param bytes a whole request, with "Connection: close" unless it is one that ends the connection anyway
 */
export function sendRaw(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(TIMEOUT, () => socket.destroy(new Error('no complete answer in time')));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server may refuse before it has read everything; what it said until then counts.
      if (chunks.length === 0 || error.code !== 'ECONNRESET') {
        reject(error);
      }
    });
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('latin1');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    });
  });
}

/** Writes a request line, header lines and a body as they are given. */
export function rawRequest(line: string, headers: readonly string[], body = ''): Buffer {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`];
  const head = [line, 'Host: gatehouse', 'Connection: close', ...headers, ...length].join('\r\n');
  return Buffer.from(`${head}\r\n\r\n${body}`, 'latin1');
}
