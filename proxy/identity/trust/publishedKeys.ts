import type { TrustedKey } from './trustedKey';

/** What an issuer publishes. No key at all is an answer, too: then it has withdrawn them. */
export interface PublishedKeys {
  keys: readonly TrustedKey[];
  /** Keys that should verify signatures and are not trusted, each with the reason, in words. */
  leftOut: readonly string[];
}
