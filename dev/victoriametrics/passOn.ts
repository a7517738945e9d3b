import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { PassThrough, pipeline } from 'node:stream';

/** Streams a request to every target; the first one's answer is the answer, unless another one refuses. */
export function passOn(request: IncomingMessage, response: ServerResponse, targets: readonly string[]): void {
  const answers = targets.map(
    (target) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const body = new PassThrough();
        const headers = { ...request.headers, host: new URL(target).host };
        const outgoing = httpRequest(target, { method: request.method, headers }, resolve).on('error', reject);
        response.on('close', () => outgoing.destroy());
        request.pipe(body);
        pipeline(body, outgoing, () => {});
      })
  );
  Promise.all(answers).then(
    ([first, ...others]) => {
      const refusing = others.find((answer) => (answer.statusCode ?? 500) >= 400) ?? first;
      [first, ...others].filter((answer) => answer !== refusing).forEach((answer) => answer?.resume());
      if (refusing !== undefined) {
        response.writeHead(refusing.statusCode ?? 502, refusing.headers);
        pipeline(refusing, response, () => {});
      }
    },
    (error: unknown) => answerText(response, 502, `a node behind the cluster's stand-in failed: ${String(error)}\n`)
  );
}

/** Answers with a plain text, where no answer has begun. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  if (!response.headersSent) {
    response.writeHead(status, { 'content-type': 'text/plain' });
  }
  response.end(text);
}
