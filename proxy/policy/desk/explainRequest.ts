import { explain, type PolicyIndex, type Subject } from '@gatehouse/model';
import type { ExplainRequest } from '@gatehouse/model/api';
import type { BackendConfig } from '../../config/schema';
import { planLimits } from '../../gateway/limits/limitPlan';
import { previewUpstream } from '../../gateway/preview';
import { parseTarget } from '../../gateway/target';

/** The most that is told of what may be much: somebody with many groups in an installation of many tenants. */
const MOST = { principals: 1_000, mappings: 1_000, access: 500 };

/**
 * What somebody's request would meet under a policy, and why.
 *
 * @param revision of the policy; null for a draft
 * @param now milliseconds since the epoch
 */
export function explainRequest(
  { index, revision, backends }: { index: PolicyIndex; revision: number | null; backends: readonly BackendConfig[] },
  subject: Subject,
  request: ExplainRequest,
  now: number
) {
  const { method, path, parameters, access } = request;
  const explanation = explain(index, subject, { access, ...placeOf(request) }, now);
  const { decision, principals, mappings, vmAccess } = explanation;
  const preview = decision.allowed ? previewUpstream(backends, decision, { method, path, parameters }) : undefined;
  const { own, shared, range } = decision.allowed ? planLimits(subject, decision) : { own: [], shared: [] };
  return {
    revision,
    explanation: {
      decision,
      principals: principals.slice(0, MOST.principals),
      mappings: mappings.slice(0, MOST.mappings),
      ...(vmAccess && { vmAccess }),
      access: explanation.access.slice(0, MOST.access),
      leftOut: {
        principals: Math.max(0, principals.length - MOST.principals),
        mappings: Math.max(0, mappings.length - MOST.mappings),
        access: Math.max(0, explanation.access.length - MOST.access),
      },
    },
    upstream: preview === undefined || 'refused' in preview ? null : preview,
    ...(preview !== undefined && 'refused' in preview && { upstreamRefusal: preview.refused }),
    limits: [...own, ...shared, ...(range === undefined ? [] : [range])].map(({ limit }) => limit),
  };
}

/** An answer about one request, without the subject. */
export type ExplainedRequest = ReturnType<typeof explainRequest>;

/** The tenant or backend that the request names, in its fields or, as on the data listener, in front of its path. */
function placeOf({ tenant, backend, path }: ExplainRequest): { tenant?: string; backend?: string } {
  const target = readTarget(path);
  return { tenant: tenant ?? target.tenant, backend: backend ?? target.backend };
}

function readTarget(path: string): { tenant?: string; backend?: string } {
  try {
    return parseTarget(path, undefined);
  } catch {
    // A malformed path names nothing; the preview says what is wrong with it.
    return {};
  }
}
