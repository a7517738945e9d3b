import {
  type ActivityDocument,
  activityExportQuerySchema,
  activityQuerySchema,
  activitySchema,
  type AllowedRequestsDocument,
  type RefusalDocument,
  refusalSchema,
} from '@gatehouse/model/api';
import { z } from 'zod';
import type { CountedRequests } from '../../activity/countedRequests';
import type { ActivityPosition, ActivityStore, KeptRefusal } from '../../store/activityStore';
import { maskTokens } from '../../telemetry/maskTokens';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { Problem } from '../problem';
import { whileStoreIsThere } from '../whileStoreIsThere';

/** Refusals that are exported at a time; queries are served in between. */
const EXPORTED_AT_A_TIME = 200;

const UNREAD = 'activity cannot be read';

/** `/v1/activity`: what was refused and why, and what was allowed. */
export function activityOperations({
  activity,
  activityStore,
  now,
}: Pick<AdminParts, 'activity' | 'activityStore' | 'now'>): Operation[] {
  const since = () => new Date(activity.bounds.since).toISOString();

  return [
    operation({
      id: 'listActivity',
      method: 'get',
      path: '/activity',
      role: 'viewer',
      tag: 'Activity',
      summary: 'What was refused or allowed lately',
      description:
        'Of all processes. Refusals one by one; requests that were allowed counted, with one of them as an example.',
      query: activityQuerySchema,
      problems: ['store-unavailable'],
      answers: { 200: { description: 'A page of it, the newest first', schema: activitySchema } },
      async handle({ query: { kind, request: requestId, limit, before, ...rest } }) {
        const filter = { requestId, ...rest };
        const { refusals, allowed, next } =
          kind === 'allowed'
            ? { refusals: [], ...(await whileStoreIsThere(activity.allowed(filter, before, limit), UNREAD)) }
            : { allowed: [], ...(await whileStoreIsThere(activity.refusals(filter, before, limit), UNREAD)) };
        const document: ActivityDocument = {
          refusals: refusals.map(toDocument),
          allowed: allowed.map(toAllowedDocument),
          next: next === undefined ? null : toCursor(next),
          since: since(),
          most: activity.bounds.most,
        };
        return { status: 200, body: masked(document) };
      },
    }),
    operation({
      id: 'exportActivity',
      method: 'get',
      path: '/activity/export',
      role: 'admin',
      tag: 'Activity',
      summary: 'Refusals as JSON lines',
      query: activityExportQuerySchema,
      problems: ['store-unavailable'],
      answers: {
        200: {
          description: 'A refusal a line, the oldest first',
          schema: refusalSchema,
          mediaType: 'application/jsonl',
        },
      },
      async handle({ query: { since: from = 0, until = now() + 1 } }) {
        // Asked first: while the store is away, this answers with a problem instead of a broken file.
        await whileStoreIsThere(activity.flush(), UNREAD);
        return { status: 200, body: print(activityStore, { since: Math.max(from, activity.bounds.since), until }) };
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
      problems: ['not-found', 'store-unavailable'],
      answers: { 200: { description: 'The refusal', schema: refusalSchema } },
      async handle({ parameters: { requestId } }) {
        const refusal = await whileStoreIsThere(activity.find(requestId), UNREAD);
        if (refusal === undefined) {
          throw new Problem(
            'not-found',
            `no refusal by this number is known: those since ${since()} are kept, the latest ${activity.bounds.most}, and of many alike the first ones; the log has the others`
          );
        }
        return { status: 200, body: masked(toDocument(refusal)) };
      },
    }),
  ];
}

async function* print(
  store: Pick<ActivityStore, 'export'>,
  bounds: { since: number; until: number }
): AsyncGenerator<string> {
  let after: ActivityPosition | undefined;
  for (;;) {
    const some = await store.export(bounds, after, EXPORTED_AT_A_TIME);
    yield some.map((refusal) => `${maskTokens(JSON.stringify(toDocument(refusal)))}\n`).join('');
    after = some.at(-1);
    if (after === undefined) {
      return;
    }
  }
}

/** As in the log: a path or a name may hold a token by mistake. */
function masked(document: ActivityDocument | RefusalDocument): Uint8Array {
  return Buffer.from(maskTokens(JSON.stringify(document)));
}

/** Read by `activityQuerySchema`. */
function toCursor({ at, requestId }: ActivityPosition): string {
  return `${at}.${requestId}`;
}

function toDocument(refusal: KeptRefusal): RefusalDocument {
  const { at, requestId, method, endpoint, replica, subject, subjectKey, tenants, mappings, revision } = refusal;
  const { status, code, reason, detail, address, repeated } = refusal;
  return {
    at: new Date(at).toISOString(),
    requestId,
    method,
    endpoint,
    replica,
    subject: subject ?? null,
    subjectKey: subjectKey ?? null,
    tenants: [...tenants],
    mappings: [...mappings],
    revision,
    status,
    code,
    reason,
    detail,
    address: address ?? null,
    repeated,
  };
}

function toAllowedDocument(requests: CountedRequests): AllowedRequestsDocument {
  const { bucket, lastAt, count, replica, subjectKey, access, tenant, backend, endpoint, sample } = requests;
  const { requestId, method, subject, tenants, mappings, revision } = sample;
  return {
    from: new Date(bucket).toISOString(),
    lastAt: new Date(lastAt).toISOString(),
    count,
    replica,
    subject: subject ?? null,
    subjectKey: subjectKey === '' ? null : subjectKey,
    access,
    tenant: tenant === '' ? null : tenant,
    backend: backend === '' ? null : backend,
    endpoint,
    sample: { requestId, method, tenants: [...tenants], mappings: [...mappings], revision },
  };
}
