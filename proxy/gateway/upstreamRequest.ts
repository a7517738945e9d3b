import type { Readable } from 'node:stream';

/** The request that goes upstream, built from nothing but what was understood and decided. */
export interface UpstreamRequest {
  /** Base URLs of the backend, any of which may answer. */
  origins: readonly string[];
  method: 'GET' | 'POST' | 'PUT';
  /** Path and query string. */
  path: string;
  headers: Readonly<Record<string, string>>;
  /** A form as text, a write as a stream that can be read once, or nothing. */
  body: string | Readable | undefined;
  /**
   * How long it may take: `answer` ends it `timeout` after it began, whatever happened; `pause` lets it go on for as long as
   * neither side pauses for more than `timeout` (exports, writes).
   */
  bound: 'answer' | 'pause';
  /** Milliseconds. */
  timeout: number;
  /** True when it may be sent to another origin after it failed at one: it changes nothing there. */
  idempotent: boolean;
}
