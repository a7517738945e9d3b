// A JWT's header starts with `{"`, which base64url spells "eyJ"; an unfinished token is still one.
const JWT = /eyJ[\w-]{6,}\.[\w-]*(?:\.[\w-]*){0,3}/g;
const BEARER = /\b(bearer|basic) +[\w.~+/=-]{8,}/gi;
const CREDENTIAL = /\bgate_[\w-]{8,}|gate_[\w-]{40,}/g;

/** Replaces whatever looks like a token in a text: JWTs, `Bearer …` and `Basic …`, machine credentials. */
export function maskTokens(text: string): string {
  return text.replace(JWT, '[masked]').replace(BEARER, '$1 [masked]').replace(CREDENTIAL, '[masked]');
}
