import type { ServerResponse } from 'node:http';
import type { Refusal } from './refusal';

/**
 * Answers a refusal in Prometheus's shape, which Grafana shows in the panel. The request's id leads an administrator to the
 * log line.
 */
export function answerRefusal(response: ServerResponse, refusal: Refusal, requestId: string): void {
  for (const [name, value] of Object.entries(refusal.headers)) {
    response.setHeader(name, value);
  }
  answerJson(response, refusal.status, {
    status: 'error',
    errorType: refusal.errorType,
    error: `Gatehouse: ${refusal.message} (${refusal.reason}, request ${requestId})`,
  });
}

/** Answers what the gateway knows itself, without asking upstream. */
export function answerSuccess(response: ServerResponse, data: unknown): void {
  answerJson(response, 200, { status: 'success', data });
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}
