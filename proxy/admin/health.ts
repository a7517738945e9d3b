import { Router } from 'express';
import type { AuditWebhook } from '../audit/auditWebhook';
import type { CredentialKeeper } from '../identity/credentials/credentialKeeper';
import type { Identity } from '../identity/identity';
import type { IssuerState } from '../identity/trust/issuerKeys';
import type { PolicyInForce } from '../policy/policyInForce';
import type { PolicySource } from '../policy/policySource';
import { methodNotAllowed } from './methodNotAllowed';
import type { AdminParts } from './parts';

/** Something that keeps the proxy from its work, or will. */
export interface HealthReason {
  code:
    | 'stopping'
    | 'policy-file-invalid'
    | 'policy-unread'
    | 'store-unavailable'
    | 'credentials-unread'
    | 'credentials-stale'
    | 'issuers-cold'
    | 'issuer-cold'
    | 'issuer-failing'
    | 'issuer-keyless'
    | 'audit-webhook-failing';
  message: string;
}

/** `/healthz`, `/readyz` and `/metrics`: for orchestrators and scrapers, without a token. */
export function healthRoutes(
  parts: Pick<AdminParts, 'metrics' | 'stopping'> & {
    identity: Pick<Identity, 'states'>;
    credentials: Pick<CredentialKeeper, 'read' | 'state'>;
    policy: Pick<PolicyInForce, 'current'>;
    revisions: Pick<PolicySource, 'state' | 'source'>;
    webhook?: Pick<AuditWebhook, 'failing'>;
  }
): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok');
  });
  router.get('/readyz', (_request, response) => {
    const { reasons, warnings } = readiness(parts);
    response.status(reasons.length === 0 ? 200 : 503).json({ ready: reasons.length === 0, reasons, warnings });
  });
  router.get('/metrics', async (_request, response) => {
    const { registry } = parts.metrics;
    response.type(registry.contentType).send(await registry.metrics());
  });
  router.all(['/healthz', '/readyz', '/metrics'], methodNotAllowed('GET', 'HEAD'));
  return router;
}

/**
 * `reasons` make the proxy unready. What still lets queries be answered is a warning only (a store that is away, one issuer of
 * several that fails): taking every replica away for it would make an outage of what is none.
 */
function readiness({
  identity,
  credentials,
  policy,
  revisions,
  webhook,
  stopping,
}: Parameters<typeof healthRoutes>[0]) {
  const states = identity.states();
  const store = revisions.state;
  const reasons: HealthReason[] = [
    ...(stopping() ? [{ code: 'stopping' as const, message: 'the proxy was told to stop' }] : []),
    ...(policy.current === undefined
      ? [
          {
            code: 'policy-unread' as const,
            message: 'no policy was read from the store yet; every query is answered with 503',
          },
        ]
      : []),
    ...(credentials.read
      ? []
      : [
          {
            code: 'credentials-unread' as const,
            message: "no credentials were read from the store yet; machines' requests with one are answered with 503",
          },
        ]),
    ...(states.every(({ state }) => state === 'cold')
      ? [{ code: 'issuers-cold' as const, message: 'no keys of any issuer are at hand' }]
      : []),
  ];
  const warnings = [
    ...(store.available
      ? []
      : [
          {
            code: 'store-unavailable' as const,
            message: 'the policy store is unavailable: nothing can be changed; the log says why',
          },
        ]),
    ...fileWarnings(revisions.source),
    ...staleness(credentials),
    ...(webhook?.failing === true
      ? [{ code: 'audit-webhook-failing' as const, message: 'changes do not reach the webhook; the log says why' }]
      : []),
    ...states.flatMap(warningsOf),
  ];
  return { reasons, warnings };
}

function fileWarnings(source: PolicySource['source']): HealthReason[] {
  return source.kind === 'store' || source.problem === undefined
    ? []
    : [
        {
          code: 'policy-file-invalid',
          message: 'the policy file holds no policy; the one that it held before is in force. The log says why',
        },
      ];
}

function staleness({ read, state }: Parameters<typeof healthRoutes>[0]['credentials']): HealthReason[] {
  return !read || state.current
    ? []
    : [
        {
          code: 'credentials-stale',
          message: 'changes of credentials cannot be read; those known from before count. The log says why',
        },
      ];
}

function warningsOf({ name, state, keys, countUntil }: IssuerState): HealthReason[] {
  if (state === 'cold') {
    return [{ code: 'issuer-cold', message: `no keys of the issuer ${name} are at hand` }];
  }
  const until = new Date(countUntil ?? 0).toISOString();
  return [
    ...(state === 'failing'
      ? [
          {
            code: 'issuer-failing' as const,
            message: `the issuer ${name} does not answer; the keys known from before count until ${until}`,
          },
        ]
      : []),
    ...(keys === 0
      ? [{ code: 'issuer-keyless' as const, message: `the issuer ${name} publishes no key that could be used` }]
      : []),
  ];
}
