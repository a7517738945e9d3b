import type { Request, RequestHandler } from 'express';
import { Problem } from './problem';
import type { AdminToken, AdminTokens } from './tokens/adminTokens';

const BEARER = /^Bearer +(\S+)$/i;

const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="gatehouse admin"' };

const authenticated = new WeakMap<Request, AdminToken>();

/** Lets only those through who bring an admin token as `Authorization: Bearer …` (RFC 6750). */
export function authenticate(tokens: Pick<AdminTokens, 'recognise'>): RequestHandler {
  return (request, _response, next) => {
    const [, presented] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    if (presented === undefined) {
      throw new Problem('admin-token-missing', 'send an admin token as "Authorization: Bearer <token>"', {}, CHALLENGE);
    }
    const token = tokens.recognise(presented);
    if (token === undefined) {
      throw new Problem(
        'admin-token-wrong',
        "the token is none of those in the proxy's configuration (admin.token, admin.tokenFile or admin.tokens)",
        {},
        CHALLENGE
      );
    }
    authenticated.set(request, token);
    next();
  };
}

/** The token that a request came with; undefined until `authenticate` has let it through. */
export function tokenOf(request: Request): AdminToken | undefined {
  return authenticated.get(request);
}
