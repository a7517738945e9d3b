import type { Subject } from '@gatehouse/model';

/** A request that was refused, as its log line has it. Holds neither tokens nor what was asked for. */
export interface RefusedRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** 16 hexadecimal digits: the number in the answer's text. */
  readonly requestId: string;
  readonly method: string;
  /** As the table of endpoints has it; the path without its query for one that is not there. */
  readonly endpoint: string;
  /** Undefined when nobody is known to have asked. */
  readonly subject: (Pick<Subject, 'issuer' | 'kind' | 'id'> & { readonly label: string }) | undefined;
  readonly tenants: readonly string[];
  /** Mappings that led to the refusal, or that had let the request pass until then. */
  readonly mappings: readonly string[];
  /** Of the policy that decided; null when none was asked. */
  readonly revision: number | null;
  readonly status: number;
  /** The code that was answered. */
  readonly code: string;
  /** The exact code, which whoever asks is not always told, and the same in words. */
  readonly reason: string;
  readonly detail: string;
  /** The client's, as the connection has it; undefined when the client was gone. */
  readonly address: string | undefined;
}
