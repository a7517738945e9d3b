import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A question as it came over the wire. */
export interface Asked {
  method: string;
  /** Path and query. */
  target: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An issuer over real HTTP, whose every answer a test chooses. */
export class AskedIssuer {
  url = '';
  /** What came to any path but that of discovery. */
  readonly asked: Asked[] = [];
  discoveries = 0;
  /** How many questions are waiting for an answer, and the most that ever did. */
  running = 0;
  mostRunning = 0;
  discovery: () => unknown = () => ({
    issuer: this.url,
    introspection_endpoint: `${this.url}/introspect`,
    userinfo_endpoint: `${this.url}/me`,
  });
  answer: (asked: Asked, response: ServerResponse) => void | Promise<void> = (_asked, response) => {
    sendJson(response, { active: false });
  };
  #server: Server | undefined;

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      if (request.url === '/.well-known/openid-configuration') {
        this.discoveries += 1;
        sendJson(response, this.discovery());
        return;
      }
      this.running += 1;
      this.mostRunning = Math.max(this.mostRunning, this.running);
      response.once('close', () => {
        this.running -= 1;
      });
      void text(request).then((body) => {
        const { method = '', url: target = '', headers } = request;
        const asked = { method, target, headers, body };
        this.asked.push(asked);
        return this.answer(asked, response);
      });
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}

export function sendJson(response: ServerResponse, document: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}
