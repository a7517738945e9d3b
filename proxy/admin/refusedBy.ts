import type { Subject } from '@gatehouse/model';
import { type ExplainRequest, explainBodySchema } from '@gatehouse/model/api';
import { ENDPOINTS } from '../gateway/endpoints';
import type { KeptRefusal } from '../store/activityStore';
import type { AdminParts } from './parts';
import { Problem } from './problem';
import { whileStoreIsThere } from './whileStoreIsThere';

/** @throws Problem `not-found` */
export async function findRefusal(
  requestId: string,
  activity: Pick<AdminParts['activity'], 'find'>
): Promise<KeptRefusal> {
  const refusal = await whileStoreIsThere(activity.find(requestId), 'it cannot be explained');
  if (refusal === undefined) {
    throw new Problem(
      'not-found',
      'there is no refusal by this number: GET /v1/activity lists those that are kept; the log has the others'
    );
  }
  return refusal;
}

/** Whoever was refused, as they came last; undefined when that is not known, or not any more. */
export async function subjectOfRefusal(
  { subjectKey }: Pick<KeptRefusal, 'subjectKey'>,
  seen: Pick<AdminParts['seen'], 'find'>
): Promise<Subject | undefined> {
  return subjectKey === undefined
    ? undefined
    : (await whileStoreIsThere(seen.find(subjectKey), 'it cannot be explained'))?.subject;
}

/** What is not known of a refusal, for people; null when there is nothing like that. */
export function noteOf({ subject, revision }: KeptRefusal, found: Subject | undefined): string | null {
  if (subject === undefined) {
    return 'nobody is known to have asked, so no policy decided';
  }
  if (found === undefined) {
    return `${subject.label} is not remembered, or not any more: ask with a token of theirs, or with their id and groups`;
  }
  return revision === null
    ? 'the request was refused before a policy was asked'
    : 'the subject is shown as it came last, which may be after the refusal; what was asked for is not kept';
}

/** The request as far as it is kept: not what was asked for. */
export function requestOf({ endpoint, method, tenants, detail }: KeptRefusal): ExplainRequest {
  const found = ENDPOINTS.find(({ path }) => path === endpoint);
  const [tenant = tenantIn(detail), ...others] = tenants;
  const { request } = explainBodySchema.parse({
    token: '-',
    request: {
      access: found?.access ?? 'read',
      method: method === 'POST' ? 'POST' : 'GET',
      ...(found !== undefined && !endpoint.includes(':') && { path: endpoint }),
      ...(found?.access === 'write' && { parameters: {} }),
      ...(tenant !== undefined && others.length === 0 && { tenant }),
    },
  });
  return request;
}

/** The tenant that the request named, from the text of a decision; a request that was refused has no other trace of it. */
function tenantIn(detail: string): string | undefined {
  return /\bthe tenant ([A-Za-z0-9][\w.-]{0,62}?)(?= but |\.? |[.,;]|$)/.exec(detail)?.[1];
}
