import {
  checkPolicy,
  indexPolicy,
  type PolicyIndex,
  type ReachQuestion,
  type Subject,
  whoReaches,
} from '@gatehouse/model';
import { explainDraftSchema, type ExplainRequest } from '@gatehouse/model/api';
import { parseJsonBody } from '../../admin/parseJsonBody';
import { parseShape } from '../../admin/parseShape';
import { Problem } from '../../admin/problem';
import type { DeskParts } from './deskParts';
import { type ExplainedRequest, explainRequest } from './explainRequest';
import { findRevision } from './findRevision';
import { printJson } from './printJson';
import { policyInvalid } from './readPolicyBody';

/** Which policy decides: a revision, or a draft as somebody sent it. */
export type Deciding = { revision: number } | { draft?: unknown };

/**
 * What somebody's request would meet under a policy that need not be the one in force.
 *
 * @param at the moment that counts, in milliseconds since the epoch; now when left out
 * @throws Problem `not-found`, `policy-invalid`
 * @throws StoreUnavailable
 */
export async function explainUnder(
  parts: DeskParts,
  subject: Subject,
  request: ExplainRequest,
  deciding: Deciding,
  at = parts.now()
): Promise<ExplainedRequest> {
  const { backends } = parts;
  const revision = 'revision' in deciding ? deciding.revision : null;
  return explainRequest({ index: await indexFor(parts, deciding), revision, backends }, subject, request, at);
}

/** What somebody's request would meet under a large draft: the answer of `POST /v1/explain`. */
export async function explainDraft(parts: DeskParts, bytes: Uint8Array): Promise<Uint8Array> {
  const { known, backends, now } = parts;
  const body = parseShape(explainDraftSchema, parseJsonBody(bytes), 'body-invalid', 'body');
  const subject = body.subject ?? (await known.find(body.seen ?? ''));
  if (subject === undefined) {
    throw new Problem('not-found', 'nobody who came lately has this key; GET /v1/subjects lists who did');
  }
  const index = await indexFor(parts, body);
  return printJson({ subject, ...explainRequest({ index, revision: null, backends }, subject, body.request, now()) });
}

/** Who can see a tenant, or one of its series: the answer of `POST /v1/explain/reach`. */
export async function reach(parts: DeskParts, question: ReachQuestion, inForce: number): Promise<Uint8Array> {
  const { held, known, now } = parts;
  const { policy } = await findRevision(parts, inForce);
  const { subjects, complete } = await known.everybody();
  const reached = whoReaches(held.indexOf(policy), question, subjects, now());
  return printJson({ revision: inForce, reach: reached, complete });
}

async function indexFor(parts: DeskParts, deciding: Deciding): Promise<PolicyIndex> {
  const { held, surroundings, now } = parts;
  if ('revision' in deciding) {
    return held.indexOf((await findRevision(parts, deciding.revision)).policy);
  }
  const { policy, problems } = checkPolicy(deciding.draft, surroundings, now());
  if (policy === undefined) {
    throw policyInvalid(problems);
  }
  return indexPolicy(policy);
}
