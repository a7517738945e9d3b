import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What reached the stub. */
export interface Asked {
  /** `GET /v1/status` */
  line: string;
  authorization: string | undefined;
  ifMatch: string | undefined;
  body: unknown;
}

export interface Answered {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is, instead of a JSON body. */
  raw?: string;
}

export type Routes = Record<string, Answered | ((asked: Asked) => Answered)>;

/** An admin API that answers what it is told to, by `GET /v1/status`; paths without their parameters. */
export async function startStubApi(routes: Routes) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      asked.push(one);
      const route = routes[one.line.replace(/\?.*$/, '')];
      const {
        status = 200,
        body,
        headers,
        raw,
      }: Answered = (typeof route === 'function' ? route(one) : route) ??
      problem(404, 'not-found', 'there is nothing here');
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(raw ?? JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

export function problem(status: number, code: string, detail: string, members: object = {}): Answered {
  return { status, body: { type: `urn:gatehouse:problem:${code}`, title: code, status, code, detail, ...members } };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const body = await text(request);
  return {
    line: `${request.method} ${request.url}`,
    authorization: request.headers.authorization,
    ifMatch: request.headers['if-match'],
    body: body === '' ? undefined : JSON.parse(body),
  };
}
