import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Problem } from './problem';

const BEARER = /^Bearer +(\S+)$/i;

/** Lets only those through who bring the admin token as `Authorization: Bearer …` (RFC 6750). */
export function authenticate(adminToken: string): RequestHandler {
  const expected = digest(adminToken);
  return (request, _response, next) => {
    const [, token] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) {
      throw new Problem(
        'admin-token-missing',
        'send the admin token as "Authorization: Bearer <token>"',
        {},
        CHALLENGE
      );
    }
    // Digests have one length, so the comparison tells neither the token's length nor its beginning.
    if (!timingSafeEqual(digest(token), expected)) {
      throw new Problem(
        'admin-token-wrong',
        "the token is not the one in the proxy's configuration (admin.token or admin.tokenFile)",
        {},
        CHALLENGE
      );
    }
    next();
  };
}

const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="gatehouse admin"' };

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
