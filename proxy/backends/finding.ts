import type { Hazard } from '../gateway/hazards';

/** Codes are stable; docs/protection.md lists them all. */
export type FindingCode =
  | 'backend-kind-wrong'
  | 'backend-unprobed'
  | 'backend-version-old'
  | 'backend-version-unknown'
  | 'backend-versions-differ'
  | 'federation-leaks'
  | 'header-tenancy'
  | 'label-names-unchecked'
  | 'labels-api-unfiltered'
  | 'mimir-tenancy-off'
  | 'relabelling'
  | 'stamps-evadable';

/** Something about a backend that an operator should know. */
export interface Finding {
  code: FindingCode;
  /** `unsafe`: what it would touch is refused. */
  severity: 'unsafe' | 'warning';
  /** What is the matter, and the way out; for people. */
  message: string;
  /** Where; left out when it is about the whole backend. */
  url?: string;
}

/** What a rule has to say about the program at one URL. */
export interface Remark {
  code: FindingCode;
  message: string;
  /** What it means for requests; nothing, when left out. */
  hazards?: readonly Hazard[];
  /** True when it could only not be ruled out: it does not count for backends that the operator vouches for. */
  uncertain?: boolean;
}
