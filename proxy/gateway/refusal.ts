/** Prometheus's `errorType`s, of which Grafana shows the accompanying text in the panel. */
export type ErrorType =
  | 'bad_data'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'too_many_requests'
  | 'unavailable'
  | 'timeout'
  | 'internal';

/**
 * A request that goes no further. Every step of the gateway says no by throwing one; `handle` answers it in Prometheus's
 * shape and nothing has been sent upstream.
 */
export class Refusal extends Error {
  constructor(
    /** HTTP status of the answer. */
    readonly status: number,
    readonly errorType: ErrorType,
    /** Stable code, in lower case with hyphens; docs/refusals.md lists them all. */
    readonly reason: string,
    /** For people; never holds a token, a secret or something the subject may not know. */
    message: string,
    /** More headers of the answer, for example `WWW-Authenticate`. */
    readonly headers: Readonly<Record<string, string>> = {},
    /** What the log and the metrics say instead, where whoever asks must not learn it. */
    readonly inner: { reason: string; message: string } = { reason, message }
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** 400: the request is not written in a way that the gateway is sure to understand as the upstream would. */
export function malformed(reason: string, message: string): Refusal {
  return new Refusal(400, 'bad_data', reason, message);
}
