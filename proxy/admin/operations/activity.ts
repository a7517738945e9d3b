import {
  type ActivityDocument,
  activityQuerySchema,
  activitySchema,
  type RefusalDocument,
  refusalSchema,
} from '@gatehouse/model/api';
import { z } from 'zod';
import type { RefusedRequest } from '../../activity/refusedRequest';
import { maskTokens } from '../../telemetry/maskTokens';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { Problem } from '../problem';

/** `/v1/activity`: the latest refusals of this process, newest first, and why each one came. */
export function activityOperations({ activity }: Pick<AdminParts, 'activity'>): Operation[] {
  const { most } = activity;
  const since = new Date(activity.startedAt).toISOString();

  return [
    operation({
      id: 'listActivity',
      method: 'get',
      path: '/activity',
      role: 'viewer',
      tag: 'Activity',
      summary: 'The latest refusals',
      query: activityQuerySchema,
      problems: [],
      answers: { 200: { description: 'A page of them, the newest first', schema: activitySchema } },
      handle({ query: { request: requestId, limit, before, ...filter } }) {
        const { refusals, next } = activity.list({ requestId, ...filter }, before, limit);
        const document: ActivityDocument = {
          refusals: refusals.map(({ refusal }) => toDocument(refusal)),
          next: next === undefined ? null : String(next),
          since,
          most,
        };
        return { status: 200, body: masked(document) };
      },
    }),
    operation({
      id: 'getRefusal',
      method: 'get',
      path: '/activity/{requestId}',
      role: 'viewer',
      tag: 'Activity',
      summary: 'Why one request was refused',
      parameters: z.strictObject({ requestId: z.string() }),
      problems: ['not-found'],
      answers: { 200: { description: 'The refusal', schema: refusalSchema } },
      handle({ parameters: { requestId } }) {
        const refusal = activity.find(requestId);
        if (refusal === undefined) {
          throw new Problem(
            'not-found',
            `this process knows no refusal by this number: it keeps the latest ${most} since ${since}; the log has the others, and each replica has its own`
          );
        }
        return { status: 200, body: masked(toDocument(refusal)) };
      },
    }),
  ];
}

/** As in the log: a path or a name may hold a token by mistake. */
function masked(document: ActivityDocument | RefusalDocument): Uint8Array {
  return Buffer.from(maskTokens(JSON.stringify(document)));
}

function toDocument({ at, subject, address, tenants, mappings, ...refusal }: RefusedRequest): RefusalDocument {
  return {
    at: new Date(at).toISOString(),
    ...refusal,
    tenants: [...tenants],
    mappings: [...mappings],
    subject: subject ?? null,
    address: address ?? null,
  };
}
