import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { listen } from '../../processes/listen';

export interface RecordedRequest {
  method: string;
  /** Path and query as they arrived. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A real HTTP server in the place of the proxy: it keeps what arrives and answers as told. */
export interface RecordingUpstream {
  url: string;
  requests: RecordedRequest[];
  /** The only request so far; anything else is an error. */
  onlyRequest(): RecordedRequest;
  answerWith(answer: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

export async function startRecordingUpstream(): Promise<RecordingUpstream> {
  const requests: RecordedRequest[] = [];
  const ok = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"success"}');
  };
  let answer = ok;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(response);
    });
  });
  const { url, close } = await listen(server);
  return {
    url,
    requests,
    onlyRequest: () => {
      const [request] = requests;
      if (request === undefined || requests.length > 1) {
        throw new Error(`expected one request upstream, found ${requests.length}`);
      }
      return request;
    },
    answerWith: (next) => {
      answer = next;
    },
    close,
  };
}
