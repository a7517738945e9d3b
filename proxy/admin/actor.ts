import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from '../store/actor';
import type { AdminToken } from './authenticate';
import { loginOf } from './loginOf';

/** Who asks, as far as it can be told. */
export async function actorOf(headers: IncomingHttpHeaders, token: AdminToken): Promise<Actor> {
  const login = loginOf(headers['x-grafana-context']);
  return login === undefined
    ? { name: token.name, by: 'admin-token', token: token.name }
    : { name: login, by: 'grafana-context', token: token.name };
}
