import { EMPTY_POLICY } from '@gatehouse/model';
import { Router } from 'express';
import type { Finding } from '../backends/finding';
import type { BackendConfig } from '../config/schema';
import type { OpaqueState } from '../identity/opaque/endpointHealth';
import type { IssuerState } from '../identity/trust/issuerKeys';
import type { RevisionInForce } from '../policy/policyInForce';
import { methodNotAllowed } from './methodNotAllowed';
import type { AdminParts } from './parts';
import { type BackendReach, probeBackend } from './probeBackend';

/** What is known of a backend may be this old, in milliseconds. */
const FRESH = 5_000;

/** How one backend is doing, and whether it can be trusted. */
export interface BackendState extends Omit<BackendReach, 'urls'> {
  urls: Array<{
    url: string;
    up: boolean;
    /** Requests under way there. */
    running: number;
    /** The program, and its version; null when it does not say. */
    kind: string | null;
    version: string | null;
  }>;
  findings: readonly Finding[];
}

/** How one issuer is doing: its keys, and its endpoint for opaque tokens where it has one. */
export interface IssuerStatus extends Omit<IssuerState, 'fetchedAt' | 'countUntil'> {
  fetchedAt: string | null;
  /** Until when its keys count if it does not answer any more. */
  countUntil: string | null;
  opaque?: OpaqueState;
}

/** The answer of `GET /v1/status`. */
export interface StatusDocument {
  version: string;
  uptimeSeconds: number;
  /** Revision 0 also while the store was never read; `store` tells the difference. */
  policy: { revision: number; createdAt: string; author: string; tenants: number; mappings: number };
  issuers: IssuerStatus[];
  backends: BackendState[];
  store: { kind: 'sqlite'; available: boolean; error?: string };
  listen: string;
}

/** `GET /v1/status`: how the proxy and what it depends on are doing. Backends are asked at each call. */
export function statusRoutes(parts: AdminParts): Router {
  const { config, identity, policy, revisions, version, dataAddress } = parts;
  const router = Router();
  router.get('/', async (_request, response) => {
    const [backends, store] = await Promise.all([backendStates(config.backends, parts), revisions.refresh()]);
    const document: StatusDocument = {
      version,
      uptimeSeconds: Math.round(process.uptime()),
      policy: summarise(policy.current),
      issuers: identity.states().map(({ fetchedAt, countUntil, ...state }) => ({
        ...state,
        fetchedAt: timestamp(fetchedAt),
        countUntil: timestamp(countUntil),
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

function timestamp(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}

async function backendStates(
  backends: readonly BackendConfig[],
  { backendChecks, runningAt }: Pick<AdminParts, 'backendChecks' | 'runningAt'>
): Promise<BackendState[]> {
  const [reached] = await Promise.all([Promise.all(backends.map(probeBackend)), backendChecks.refresh(FRESH)]);
  return reached.map((reach) => ({
    ...reach,
    urls: reach.urls.map(({ url, up }) => ({
      url,
      up,
      running: runningAt(url),
      ...backendChecks.seen(reach.name, url),
    })),
    findings: backendChecks.findings(reach.name),
  }));
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
