import type { IncomingHttpHeaders } from 'node:http';
import type { IssuerConfig } from '../config/schema';
import { type NotIdentified, notIdentified } from './identified';

/** A token as it came with a request. */
export interface PresentedToken {
  /** The header, in lower case, that carried it; undefined for a token that somebody pasted. */
  header: string | undefined;
  token: string;
}

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 48 * 1024;

const BEARER = /^Bearer[ \t]+/i;
const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/**
 * Collects the JSON Web Tokens in the headers that some issuer names, in order of preference. Tokens in URLs and bodies are
 * never looked at. Values that are no JWT (basic auth, opaque tokens) count as absent as long as a JWT is there, too.
 */
export function findTokens(
  rawHeaders: readonly string[],
  headers: IncomingHttpHeaders,
  issuers: readonly IssuerConfig[]
): { ok: true; tokens: PresentedToken[] } | NotIdentified {
  const names = new Set(issuers.flatMap(({ tokenHeaders }) => tokenHeaders));
  const present = [...names].filter((name) => headers[name] !== undefined);
  if (present.some((name) => occurrences(rawHeaders, name) > 1)) {
    return notIdentified('token-repeated', 'a header with a token may be given once');
  }
  const tokens = present.flatMap((header) => {
    const token = [headers[header]].flat().join('').replace(BEARER, '');
    return JWT.test(token) && token.length <= MAX_TOKEN_LENGTH ? [{ header, token }] : [];
  });
  if (tokens.length > 0) {
    return { ok: true, tokens };
  }
  const expected = [...names].join(' or ');
  return present.length === 0
    ? notIdentified(
        'token-missing',
        `the request carries no token in ${expected}; turn on "Forward OAuth identity" in the data source and log in to Grafana by OAuth`
      )
    : notIdentified('token-malformed', `what the request carries in ${present.join(' and ')} is not a JSON Web Token`);
}

function occurrences(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length;
}
