import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { Problem } from './problem';
import type { Role } from './role';

/** An admin token that came with a request, without the token. */
export interface AdminToken {
  name: string;
  role: Role;
}

const BEARER = /^Bearer +(\S+)$/i;

const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="gatehouse admin"' };

const tokens = new WeakMap<Request, AdminToken>();

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
    tokens.set(request, { name: 'default', role: 'admin' });
    next();
  };
}

/** The token that a request came with, once `authenticate` let it through. */
export function tokenOf(request: Request): AdminToken {
  const token = tokens.get(request);
  if (token === undefined) {
    throw new Error('the request was not authenticated');
  }
  return token;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
