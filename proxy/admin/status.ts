import { EMPTY_POLICY } from '@gatehouse/model';
import { Router } from 'express';
import type { RevisionInForce } from '../policy/policyInForce';
import { methodNotAllowed } from './methodNotAllowed';
import type { AdminParts } from './parts';
import { type BackendState, probeBackend } from './probeBackend';

/** The answer of `GET /v1/status`. */
export interface StatusDocument {
  version: string;
  uptimeSeconds: number;
  /** Revision 0 also while the store was never read; `store` tells the difference. */
  policy: { revision: number; createdAt: string; author: string; tenants: number; mappings: number };
  issuers: Array<{
    name: string;
    issuer: string;
    state: 'ready' | 'cold' | 'failing';
    keys: number;
    fetchedAt: string | null;
    error?: string;
  }>;
  backends: BackendState[];
  store: { kind: 'sqlite'; available: boolean; error?: string };
  listen: string;
}

/** `GET /v1/status`: how the proxy and what it depends on are doing. Backends are asked at each call. */
export function statusRoutes({ config, identity, policy, revisions, version, dataAddress }: AdminParts): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    const [backends, store] = await Promise.all([Promise.all(config.backends.map(probeBackend)), revisions.refresh()]);
    const document: StatusDocument = {
      version,
      uptimeSeconds: Math.round(process.uptime()),
      policy: summarise(policy.current),
      issuers: identity.states().map(({ fetchedAt, ...state }) => ({
        ...state,
        fetchedAt: fetchedAt === undefined ? null : new Date(fetchedAt).toISOString(),
      })),
      backends,
      store: { kind: 'sqlite', ...store },
      listen: dataAddress(),
    };
    response.json(document);
  });
  router.all('/', methodNotAllowed('GET', 'HEAD'));
  return router;
}

function summarise(current: RevisionInForce | undefined): StatusDocument['policy'] {
  const { number, createdAt, author } = current ?? { number: 0, createdAt: 0, author: '' };
  const { tenants, mappings } = current?.index.policy ?? EMPTY_POLICY;
  return {
    revision: number,
    createdAt: new Date(createdAt).toISOString(),
    author,
    tenants: tenants.length,
    mappings: mappings.length,
  };
}
