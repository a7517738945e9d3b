/** A request as it is written on the wire, before its token is put in. */
export interface RequestParts {
  /** Method and target, without the protocol version. */
  line: string;
  headers?: readonly string[];
  body?: string | Buffer;
  /** How the body is framed: its length by default. */
  framing?: 'length' | 'chunked';
  /** Closes the connection after the answer. */
  close?: boolean;
}

/** Writes a request line, header lines and a body exactly as they are given; text is one byte a character. */
export function rawRequest({ line, headers = [], body = '', framing = 'length', close = false }: RequestParts): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  const chunked = framing === 'chunked' && bytes.length > 0;
  const length = chunked ? ['Transfer-Encoding: chunked'] : bytes.length > 0 ? [`Content-Length: ${bytes.length}`] : [];
  const head = [`${line} HTTP/1.1`, 'Host: gatehouse', ...(close ? ['Connection: close'] : []), ...headers, ...length];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), chunked ? chunks(bytes) : bytes]);
}

const CHUNK_BYTES = 7;

function chunks(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = parts.length === 0 ? Math.min(CHUNK_BYTES, bytes.length) : bytes.length - at;
    parts.push(Buffer.from(`${size.toString(16)}\r\n`), bytes.subarray(at, at + size), Buffer.from('\r\n'));
    at += size;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
