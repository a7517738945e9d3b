import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { OAuthTokens } from './oauthClient';
import type { GrafanaUser } from './user';

export const SESSION_COOKIE = 'grafana_session';

export interface Session {
  id: string;
  user: GrafanaUser;
  /** Absent for somebody who logged in by password. */
  tokens?: OAuthTokens;
}

/** Logged-in people, in memory, found by the session cookie. */
export interface Sessions {
  /** Starts a session and sets its cookie. Ids of users are stable per login name. */
  start(response: Response, user: Omit<GrafanaUser, 'id'>, tokens?: OAuthTokens): Session;
  find(request: Request): Session | undefined;
  end(request: Request, response: Response): void;
}

export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  const userIds = new Map<string, number>();

  const idOf = (login: string): number => {
    const known = userIds.get(login) ?? userIds.size + 1;
    userIds.set(login, known);
    return known;
  };

  return {
    start(response, user, tokens) {
      const session: Session = { id: randomBytes(16).toString('hex'), user: { id: idOf(user.login), ...user }, tokens };
      sessions.set(session.id, session);
      response.cookie(SESSION_COOKIE, session.id, { httpOnly: true, sameSite: 'lax', path: '/' });
      return session;
    },
    find(request) {
      const id = readCookie(request.headers.cookie, SESSION_COOKIE);
      return id === undefined ? undefined : sessions.get(id);
    },
    end(request, response) {
      sessions.delete(readCookie(request.headers.cookie, SESSION_COOKIE) ?? '');
      response.clearCookie(SESSION_COOKIE, { path: '/' });
    },
  };
}

/** The value of one cookie of a `Cookie` header (RFC 6265 section 4.2), or undefined. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) {
      return value.join('=');
    }
  }
  return undefined;
}
