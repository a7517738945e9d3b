import type { Request } from 'express';
import type { GrafanaOptions, ServiceAccount } from './options';
import { readCookie, type Session, type Sessions } from './sessions';
import type { OrgRole } from './user';

/** Who a request to Grafana comes from. */
export type Requester =
  | { kind: 'user'; session: Session }
  | { kind: 'service-account'; account: ServiceAccount }
  | { kind: 'anonymous'; orgRole: OrgRole }
  /** Grafana's own image renderer, which opens the panels of alerts. */
  | { kind: 'renderer' };

/** Finds out who asks; undefined when Grafana would answer 401. */
export type FindRequester = (request: Request) => Requester | undefined;

/**
 * As Grafana's authentication (pkg/services/authn): an API token counts before the session, and a wrong one is refused whatever
 * else came; who has neither is an anonymous visitor, where these are let in.
 */
export function createFindRequester(
  options: Pick<GrafanaOptions, 'serviceAccounts' | 'anonymousRole' | 'renderKey'>,
  sessions: Sessions
): FindRequester {
  return (request) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const account = options.serviceAccounts?.find(({ token }) => authorization === `Bearer ${token}`);
      return account && { kind: 'service-account', account };
    }
    if (options.renderKey !== undefined && readCookie(request.headers.cookie, 'renderKey') === options.renderKey) {
      return { kind: 'renderer' };
    }
    const session = sessions.find(request);
    if (session !== undefined) {
      return { kind: 'user', session };
    }
    return options.anonymousRole && { kind: 'anonymous', orgRole: options.anonymousRole };
  };
}
