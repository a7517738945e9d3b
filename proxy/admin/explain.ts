import {
  checkPolicy,
  type Explanation,
  explain,
  indexPolicy,
  type PolicyIndex,
  SERVICE_ISSUER,
  type Subject,
} from '@gatehouse/model';
import { Router } from 'express';
import { previewUpstream } from '../gateway/preview';
import { parseTarget } from '../gateway/target';
import { surroundingsOf } from '../policy/surroundings';
import { methodNotAllowed } from './methodNotAllowed';
import type { AdminParts } from './parts';
import { policyInvalid } from '../policy/desk/readPolicyBody';
import { requireCurrent } from './requireCurrent';
import { Problem } from './problem';
import { parseBody, readJson } from './readBody';
import { type ExplainBody, explainSchema } from './schemas';

/** The answer of `POST /v1/explain`. */
export interface ExplainDocument {
  subject: Subject;
  /** Null for a draft. */
  revision: number | null;
  explanation: Explanation;
  /** The exact request that the gateway would send; null when it would send none. */
  upstream: { method: string; url: string; body?: string } | null;
  /** Why there is no upstream request although the policy allows the access. */
  upstreamRefusal?: string;
}

/** `POST /v1/explain`: what a subject's request would meet, under the policy in force or a draft, and why. */
export function explainRoutes(parts: AdminParts): Router {
  const router = Router();
  router.post('/', readJson(), async (request, response) => {
    const body = parseBody(request, explainSchema);
    const subject = await subjectOf(body, parts);
    const { index, revision } = chooseIndex(body, parts);
    const { method, path, parameters, access } = body.request;
    const explanation = explain(index, subject, { access, ...placeOf(body.request) }, parts.now());
    const document: ExplainDocument = { subject, revision, explanation, upstream: null };
    if (explanation.decision.allowed) {
      const preview = previewUpstream(parts.config.backends, explanation.decision, { method, path, parameters });
      Object.assign(document, 'refused' in preview ? { upstreamRefusal: preview.refused } : { upstream: preview });
    }
    response.json(document);
  });
  router.all('/', methodNotAllowed('POST'));
  return router;
}

async function subjectOf({ subject, token }: ExplainBody, { config, identity }: AdminParts): Promise<Subject> {
  if (subject !== undefined) {
    const issuers = [...config.issuers.map(({ name }) => name), SERVICE_ISSUER];
    if (!issuers.includes(subject.issuer)) {
      throw subjectInvalid(
        'issuer-unknown',
        'issuer',
        `there is no issuer ${subject.issuer} in the proxy's configuration; it has: ${issuers.join(', ')}`
      );
    }
    if ((subject.kind === 'service') !== (subject.issuer === SERVICE_ISSUER)) {
      const message = `services, and nobody else, have the issuer ${SERVICE_ISSUER}; what an identity provider knows is of kind user`;
      throw subjectInvalid('kind-of-issuer', 'kind', message);
    }
    return subject;
  }
  const identified = await identity.identifyToken((token ?? '').replace(/^Bearer +/i, '').trim());
  if (!identified.ok) {
    const code =
      identified.publicReason === 'credentials-unavailable'
        ? 'store-unavailable'
        : identified.status === 503
          ? 'issuer-unavailable'
          : 'token-invalid';
    throw new Problem(code, identified.message, { reason: identified.reason });
  }
  return identified.subject;
}

function subjectInvalid(code: string, key: string, message: string): Problem {
  return new Problem('body-invalid', message, { problems: [{ code, path: ['subject', key], message }] });
}

function chooseIndex(
  { draft }: ExplainBody,
  { config, policy, now }: AdminParts
): { index: PolicyIndex; revision: number | null } {
  if (draft === undefined) {
    const { index, number } = requireCurrent(policy.current);
    return { index, revision: number };
  }
  const checked = checkPolicy(draft, surroundingsOf(config), now());
  if (checked.policy === undefined) {
    throw policyInvalid(checked.problems);
  }
  return { index: indexPolicy(checked.policy), revision: null };
}

/** The tenant or backend that the request names, in its fields or, as on the data listener, in front of its path. */
function placeOf({ tenant, backend, path }: ExplainBody['request']): { tenant?: string; backend?: string } {
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
