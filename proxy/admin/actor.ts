import type { IncomingHttpHeaders } from 'node:http';
import type { Identity } from '../identity/identity';
import type { Actor } from '../store/actor';
import type { Logger } from '../telemetry/logger';
import { loginOf } from './loginOf';
import { plainName } from './plainName';
import type { AdminToken } from './tokens/adminTokens';

/** How often the log says that somebody's name could not be verified, in milliseconds. */
const WARNING_INTERVAL = 60_000;

export interface ActorParts {
  identity: Pick<Identity, 'identifyGrafanaUser'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/**
 * Makes what tells who asks: the person in a verified `X-Grafana-Id`; else the login in `X-Grafana-Context`; else nobody but
 * the admin token. Whoever asks through Grafana can have it leave out both headers, and never puts another name into them: an
 * `X-Grafana-Id` that is not good, or that names somebody else than the context does, counts as if it had not come.
 */
export function createActorOf({ identity, logger, now }: ActorParts) {
  let warnedAt = -Infinity;
  let silent = 0;

  function unverified(reason: string, token: AdminToken): undefined {
    if (now() - warnedAt < WARNING_INTERVAL) {
      silent += 1;
      return;
    }
    logger.warn(
      { event: 'actor-unverified', reason, adminToken: token.name, others: silent },
      'X-Grafana-Id does not prove who makes a change; the name comes from X-Grafana-Context or the admin token'
    );
    warnedAt = now();
    silent = 0;
  }

  async function verified(
    idToken: string,
    login: string | undefined,
    token: AdminToken
  ): Promise<{ name: string; id: string } | undefined> {
    const user = await identity.identifyGrafanaUser(idToken);
    if (!user.ok) {
      return unverified(user.reason, token);
    }
    const differs =
      login !== undefined && user.login !== undefined && plainName(user.login)?.toLowerCase() !== login.toLowerCase();
    const name = plainName(user.name);
    return differs ? unverified('context-differs', token) : name === undefined ? undefined : { name, id: user.id };
  }

  return async (headers: IncomingHttpHeaders, token: AdminToken): Promise<Actor> => {
    const login = loginOf(headers['x-grafana-context']);
    const idToken = [headers['x-grafana-id']].flat().join(', ');
    const person = idToken === '' ? undefined : await verified(idToken, login, token);
    if (person !== undefined) {
      return { name: person.name, by: 'grafana-id', token: token.name, id: person.id };
    }
    return login === undefined
      ? { name: token.name, by: 'admin-token', token: token.name }
      : { name: login, by: 'grafana-context', token: token.name };
  };
}
