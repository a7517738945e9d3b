import { connect, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** An answer as it came over the wire, with its framing and compression undone. */
export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  status: number;
  /** Names in lower case; of repeated ones the last. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** False when the connection ended in the middle of the body. */
  complete: boolean;
  /** Bytes after the answer, which nobody asked for: a second answer. */
  surplus: Buffer;
}

export interface SendOptions {
  /** No answer within this time counts as none. Milliseconds. */
  timeout?: number;
  /** True for HEAD: an answer without its body. */
  bodiless?: boolean;
  /** Sent once `100 Continue` has come, or when the answer is there without it. */
  afterContinue?: Buffer;
}

const TIMEOUT = 15_000;

let connections = 0;

/**
 * An address of this machine that no other connection came from: who tries out credentials is slowed down by address. Elsewhere
 * than on Linux there is one such address only.
 */
function nextLoopback(): string | undefined {
  connections = (connections + 1) % 0x1_0000;
  return process.platform === 'linux' ? `127.1.${connections >> 8}.${connections & 0xff}` : undefined;
}

/**
 * A connection that sends exactly the bytes it is given, one request after the other, where client libraries would tidy what
 * an attacker would not. It is opened anew when the other side has closed it.
 */
export class RawConnection {
  #socket: Socket | undefined;

  constructor(private readonly port: number) {}

  async send(bytes: Buffer, options: SendOptions = {}): Promise<RawAnswer> {
    const reused = this.#socket !== undefined;
    const answer = await this.#attempt(bytes, options);
    // An idle connection may be closed at any moment; a fresh one that is closed without an answer means it.
    return answer.status === 0 && reused ? this.#attempt(bytes, options) : answer;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #attempt(bytes: Buffer, { timeout = TIMEOUT, bodiless = false, afterContinue }: SendOptions): Promise<RawAnswer> {
    return new Promise((resolve) => {
      const socket = (this.#socket ??= this.#open());
      const reader = new AnswerReader(bodiless);
      let rest = afterContinue;
      const finish = (ended: boolean) => {
        clearTimeout(timer);
        socket.off('data', onData);
        socket.off('close', onClose);
        const answer = reader.take(ended);
        if (!socket.destroyed && (ended || !reader.keepsAlive() || answer.surplus.length > 0)) {
          socket.destroy();
        }
        if (socket.destroyed) {
          this.#socket = undefined;
        }
        resolve(answer);
      };
      const onData = (chunk: Buffer) => {
        const done = reader.add(chunk);
        if (rest !== undefined && reader.continued) {
          socket.write(rest);
          rest = undefined;
        }
        if (done) {
          finish(false);
        }
      };
      const onClose = () => finish(true);
      const timer = setTimeout(() => {
        socket.destroy();
        finish(true);
      }, timeout);
      socket.on('data', onData);
      socket.on('close', onClose);
      socket.write(bytes);
    });
  }

  #open(): Socket {
    const socket = connect({ port: this.port, host: '127.0.0.1', localAddress: nextLoopback(), noDelay: true });
    // What counts is what was answered until then; "close" follows.
    socket.on('error', () => {});
    socket.once('close', () => {
      if (this.#socket === socket) {
        this.#socket = undefined;
      }
    });
    return socket;
  }
}

const HEAD_END = '\r\n\r\n';

/** Finds the end of one HTTP/1.1 answer in what arrives. */
class AnswerReader {
  #buffer: Buffer = Buffer.alloc(0);
  #head: { status: number; headers: Record<string, string>; bodyStart: number } | undefined;
  #end: number | undefined;
  /** Whether `100 Continue` came. */
  continued = false;

  constructor(private readonly bodiless: boolean) {}

  /** @returns true when the answer is whole */
  add(chunk: Buffer): boolean {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    this.#readHead();
    this.#end = this.#head === undefined ? undefined : this.#findEnd(this.#head.headers, this.#head.bodyStart);
    return this.#end !== undefined;
  }

  keepsAlive(): boolean {
    return this.#end !== undefined && !/\bclose\b/i.test(this.#head?.headers.connection ?? '');
  }

  take(ended: boolean): RawAnswer {
    if (this.#head === undefined) {
      return { status: 0, headers: {}, body: this.#buffer, complete: false, surplus: Buffer.alloc(0) };
    }
    const { status, headers, bodyStart } = this.#head;
    const framed = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    const end = this.#end ?? this.#buffer.length;
    const raw = this.#buffer.subarray(bodyStart, end);
    const body = headers['transfer-encoding'] === undefined || this.bodiless ? raw : joinChunks(raw).body;
    return {
      status,
      headers,
      body: headers['content-encoding'] === 'gzip' ? unzip(body) : body,
      complete: this.#end !== undefined || (ended && !framed),
      surplus: this.#buffer.subarray(end),
    };
  }

  #readHead(): void {
    while (this.#head === undefined) {
      const at = this.#buffer.indexOf(HEAD_END);
      if (at < 0) {
        return;
      }
      const [statusLine = '', ...lines] = this.#buffer.toString('latin1', 0, at).split('\r\n');
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? 0);
      if (status === 100) {
        this.continued = true;
        this.#buffer = this.#buffer.subarray(at + HEAD_END.length);
        continue;
      }
      const headers = Object.fromEntries(
        lines.map((line) => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        })
      );
      this.#head = { status, headers, bodyStart: at + HEAD_END.length };
    }
  }

  #findEnd(headers: Readonly<Record<string, string>>, start: number): number | undefined {
    if (this.bodiless || this.#head?.status === 204 || this.#head?.status === 304) {
      return start;
    }
    if (headers['transfer-encoding'] !== undefined) {
      const { end } = joinChunks(this.#buffer.subarray(start));
      return end === undefined ? undefined : start + end;
    }
    const length = headers['content-length'];
    return length !== undefined && this.#buffer.length >= start + Number(length) ? start + Number(length) : undefined;
  }
}

/** Undoes chunked framing; `end` is missing when the last chunk has not come. */
function joinChunks(bytes: Buffer): { body: Buffer; end?: number } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) {
      return { body: Buffer.concat(parts) };
    }
    const size = parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const start = lineEnd + 2;
    if (size === 0) {
      const end = bytes.indexOf('\r\n', start);
      return end < 0 ? { body: Buffer.concat(parts) } : { body: Buffer.concat(parts), end: end + 2 };
    }
    if (Number.isNaN(size) || bytes.length < start + size + 2) {
      return { body: Buffer.concat([...parts, bytes.subarray(start)]) };
    }
    parts.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
}

/** What can be unzipped of an answer, and the bytes as they are when nothing can. */
function unzip(body: Buffer): Buffer {
  try {
    return gunzipSync(body);
  } catch {
    return body;
  }
}
