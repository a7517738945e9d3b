import type { RequestListener, ServerResponse } from 'node:http';

/**
 * Lets a connection have one request at a time and closes it when a second one comes before the first was answered
 * (pipelining, which neither Grafana nor a browser does). Answers that wait behind another one would hold their upstream
 * connections and could not be told from ones whose client has left: Node tells the end of a connection only to the first.
 */
export function servesOneAtATime(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (isPipelined(response)) {
      request.socket.destroy();
    } else {
      void listener(request, response);
    }
  };
}

/** Node gives an answer its socket when its turn comes. */
export function isPipelined(response: ServerResponse): boolean {
  return response.socket === null;
}
