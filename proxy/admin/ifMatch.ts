import { Problem } from './problem';

const QUOTED_NUMBER = /^"(0|[1-9][0-9]{0,14})"$/;

/**
 * The revision that a change is based on, from `If-Match: "<revision>"` (RFC 9110, section 13.1.1). `*`, lists and weak tags
 * are not accepted: they would let a change overwrite what its author has not seen.
 */
export function expectedRevision(header: string | undefined): number {
  const [, number] = QUOTED_NUMBER.exec(header ?? '') ?? [];
  if (number === undefined) {
    throw new Problem(
      'if-match-missing',
      'send If-Match with the ETag of the policy that was edited, for example If-Match: "7"; "*" is not accepted'
    );
  }
  return Number(number);
}

/** The ETag of a revision. */
export function revisionTag(revision: number): string {
  return `"${revision}"`;
}
