import type { RefusedRequest } from './refusedRequest';

/** How long one bucket of counts lasts, in milliseconds. */
export const BUCKET = 300_000;

/** Requests that are alike, of five minutes, in one process. Holds neither tokens nor what was asked for. */
export interface CountedRequests {
  /** When the five minutes begin: milliseconds since the epoch. */
  readonly bucket: number;
  readonly replica: string;
  /** Of `subjectKey`; empty when nobody is known to have asked, and for those that came when there was no more room. */
  readonly subjectKey: string;
  readonly access: 'read' | 'write';
  /** The tenant and the backend that they named, if there is such a one; else empty. */
  readonly tenant: string;
  readonly backend: string;
  /** As the table of endpoints has it; `unknown` for one that is not there. */
  readonly endpoint: string;
  /** `allowed`, or why not. */
  readonly outcome: string;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly lastAt: number;
  /** The first one of them. */
  readonly sample: SampledRequest;
}

/** One request of those that are counted together. */
export interface SampledRequest {
  /** 16 hexadecimal digits. */
  readonly requestId: string;
  readonly method: string;
  readonly subject: RefusedRequest['subject'];
  /** Those that it was let into, and the mappings that did so. */
  readonly tenants: readonly string[];
  readonly mappings: readonly string[];
  /** Of the policy that decided; null when none was asked. */
  readonly revision: number | null;
}

/** As many requests of one kind in five minutes, in one process. */
export interface SeriesCount extends Pick<CountedRequests, 'bucket' | 'replica' | 'outcome' | 'count'> {
  /** The only tenant that they were let into; else empty. */
  readonly tenant: string;
}
