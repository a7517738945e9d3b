import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { loginPage } from './loginPage';
import type { OAuthClient, PendingLogin } from './oauthClient';
import { readCookie, type Sessions } from './sessions';
import { LOCAL_ADMIN, type LocalUser, roleFromGroups } from './user';

const STATE_COOKIE = 'oauth_state';

const claimsSchema = z.object({
  sub: z.string(),
  email: z.string(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  groups: z.array(z.string()).default([]),
});

const formSchema = z.object({ user: z.string(), password: z.string() });

const callbackSchema = z.object({ code: z.string(), state: z.string() });

/** `/login`, `/login/generic_oauth` and `/logout`, as a Grafana with generic OAuth and its own password login has them. */
export function loginRoutes(
  oauth: OAuthClient,
  sessions: Sessions,
  rootUrl: () => string,
  localUsers: readonly LocalUser[] = []
): Router {
  const router = Router();
  const pendingLogins = new Map<string, PendingLogin>();
  const redirectUri = () => `${rootUrl()}/login/generic_oauth`;

  const refuse = (response: Response, status: number, message: string) => {
    response.status(status).type('html').send(loginPage(message));
  };

  const finish = async (request: Request, response: Response): Promise<void> => {
    const callback = callbackSchema.safeParse(request.query);
    const state = readCookie(request.headers.cookie, STATE_COOKIE);
    const pending = state === undefined ? undefined : pendingLogins.get(state);
    if (!callback.success || pending === undefined || callback.data.state !== state) {
      refuse(response, 400, 'Login failed: the answer of the identity provider belongs to no login of this browser.');
      return;
    }
    pendingLogins.delete(state);
    const { tokens, claims } = await oauth.finishLogin(callback.data.code, redirectUri(), pending);
    const person = claimsSchema.parse(claims);
    sessions.start(
      response,
      {
        login: person.preferred_username ?? person.email,
        email: person.email,
        emailVerified: false,
        name: person.name ?? person.email,
        orgRole: roleFromGroups(person.groups),
        authenticatedBy: 'oauth_generic_oauth',
      },
      tokens
    );
    response.clearCookie(STATE_COOKIE, { path: '/' }).redirect('/');
  };

  router.get('/login', (_request, response) => {
    response.type('html').send(loginPage());
  });

  router.get('/login/generic_oauth', async (request, response) => {
    try {
      if ('code' in request.query || 'error' in request.query) {
        await finish(request, response);
        return;
      }
      const { url, pending } = await oauth.startLogin(redirectUri());
      pendingLogins.set(pending.state, pending);
      response.cookie(STATE_COOKIE, pending.state, { httpOnly: true, sameSite: 'lax', path: '/' }).redirect(url);
    } catch (error) {
      refuse(response, 500, `Login failed: ${error instanceof Error ? error.message : 'unknown error'}.`);
    }
  });

  router.post('/login', urlencoded({ extended: false }), (request, response) => {
    const form = formSchema.safeParse(request.body);
    const found = [LOCAL_ADMIN, ...localUsers].find(
      ({ login, password }) => form.success && login === form.data.user && password === form.data.password
    );
    if (found === undefined) {
      refuse(response, 401, 'Invalid username or password');
      return;
    }
    const { password: _password, ...user } = found;
    sessions.start(response, user);
    response.redirect('/');
  });

  router.get('/logout', (request, response) => {
    sessions.end(request, response);
    response.redirect('/login');
  });

  return router;
}
