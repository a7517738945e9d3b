import { type BackendStatusDocument, type StatusDocument, statusSchema } from '@gatehouse/model/api';
import type { BackendConfig } from '../../config/schema';
import type { RevisionInForce } from '../../policy/policyInForce';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { probeBackend } from '../probeBackend';

/** What is known of a backend may be this old, in milliseconds. */
const FRESH = 5_000;

/** `/v1/status`: how the proxy and what it depends on are doing. */
export function statusOperations(parts: AdminParts): Operation[] {
  const { config, identity, policy, revisions, version, dataAddress } = parts;
  return [
    operation({
      id: 'getStatus',
      method: 'get',
      path: '/status',
      role: 'viewer',
      tag: 'Status',
      summary: 'How the proxy and what it depends on are doing',
      description: 'Backends are asked at each call.',
      problems: [],
      answers: { 200: { description: 'How everything is doing', schema: statusSchema } },
      async handle() {
        const [backends, store] = await Promise.all([backendStates(config.backends, parts), revisions.refresh()]);
        const body: StatusDocument = {
          version,
          uptimeSeconds: Math.round(process.uptime()),
          policy: summarise(policy.current),
          source: revisions.source,
          issuers: identity.states().map(({ fetchedAt, countUntil, leftOut, ...state }) => ({
            ...state,
            leftOut: [...leftOut],
            fetchedAt: timestamp(fetchedAt),
            countUntil: timestamp(countUntil),
          })),
          backends,
          store: { kind: config.store.kind, ...store },
          listen: dataAddress(),
        };
        return { status: 200, body };
      },
    }),
  ];
}

function timestamp(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}

async function backendStates(
  backends: readonly BackendConfig[],
  { backendChecks, runningAt }: Pick<AdminParts, 'backendChecks' | 'runningAt'>
): Promise<BackendStatusDocument[]> {
  const [reached] = await Promise.all([Promise.all(backends.map(probeBackend)), backendChecks.refresh(FRESH)]);
  return reached.map((reach) => ({
    ...reach,
    urls: reach.urls.map(({ url, up }) => ({
      url,
      up,
      running: runningAt(url),
      ...backendChecks.seen(reach.name, url),
    })),
    findings: [...backendChecks.findings(reach.name)],
  }));
}

function summarise(current: RevisionInForce | undefined): StatusDocument['policy'] {
  return {
    revision: current?.number ?? 0,
    createdAt: new Date(current?.createdAt ?? 0).toISOString(),
    author: current?.author.name ?? '',
    tenants: current?.tenants ?? 0,
    mappings: current?.mappings ?? 0,
  };
}
