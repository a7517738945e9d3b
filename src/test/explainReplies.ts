import { explain, indexPolicy, type Policy, type Subject, whoReaches } from '@gatehouse/model';
import type { BackendSrvRequest } from '@grafana/runtime';
import { ADMIN_ROUTE } from '../constants';
import { type InMemoryAdmin, problem, type Reply } from './inMemoryAdmin';

/** Those who came lately, by key. */
export const SEEN: Readonly<Record<string, Subject>> = {
  ['a'.repeat(43)]: person('alice', 'alice@acme.example', ['acme-dev']),
  ['b'.repeat(43)]: person('bob', 'bob@globex.example', []),
  ['m'.repeat(43)]: person('mallory', 'mallory@evil.example', ['contractors']),
};
export const KEYS = { alice: 'a'.repeat(43), bob: 'b'.repeat(43), mallory: 'm'.repeat(43) };

/** The only token that the stand-in takes; it is alice’s. */
export const TOKEN = 'eyJhbGciOi.alice.signature';
/** The only refusal that it knows; it was mallory’s. */
export const REFUSAL = '1f2e3d4c5b6a7980';

/** Answers what the page of explanations asks, by the model itself. */
export function explainReplies(admin: InMemoryAdmin) {
  return ({ url, method, data }: BackendSrvRequest): Reply | undefined => {
    const path = `${method ?? 'GET'} ${url.replace(`${ADMIN_ROUTE}/`, '').replace(/\?.*/, '')}`;
    const [, key] = /^GET subjects\/(.*)$/.exec(path) ?? [];
    if (key !== undefined) {
      const subject = SEEN[key];
      return subject === undefined ? gone() : { status: 200, body: seenDocument(key, subject) };
    }
    switch (path) {
      case 'GET subjects':
        return {
          status: 200,
          body: { subjects: Object.entries(SEEN).map(([one, subject]) => seenDocument(one, subject)), next: null },
        };
      case 'POST explain':
        return explained(admin, data);
      case 'POST explain/reach':
        return {
          status: 200,
          body: {
            revision: admin.revision,
            reach: whoReaches(
              indexPolicy(admin.policy),
              data,
              Object.entries(SEEN).map(([one, subject]) => ({ key: one, subject })),
              Date.now()
            ),
            complete: true,
          },
        };
      case `GET explain/refusals/${REFUSAL}`:
        return { status: 200, body: refusal(admin) };
      case 'GET backends/cluster/series':
        return { status: 200, body: { series: 18 } };
      default:
        return path.startsWith('GET explain/refusals/') ? gone() : undefined;
    }
  };
}

function explained(
  admin: InMemoryAdmin,
  body: {
    seen?: string;
    token?: string;
    subject?: Subject;
    draft?: Policy;
    request: { access: 'read' | 'write'; tenant?: string };
  }
): Reply {
  if (body.token !== undefined && body.token !== TOKEN) {
    return problem(422, 'token-invalid', 'the signature is not that of the key', { reason: 'token-signature' });
  }
  const subject =
    body.token === undefined ? (body.seen === undefined ? typed(body.subject) : SEEN[body.seen]) : SEEN[KEYS.alice];
  return subject === undefined
    ? gone()
    : {
        status: 200,
        body: { subject, ...answer(admin, subject, body.request, body.draft) },
      };
}

function answer(
  { policy, revision }: InMemoryAdmin,
  subject: Subject,
  request: { access: 'read' | 'write'; tenant?: string },
  draft?: Policy
) {
  const explanation = explain(indexPolicy(draft ?? policy), subject, request, Date.now());
  return {
    revision: draft === undefined ? revision : null,
    explanation: { ...explanation, leftOut: { principals: 0, mappings: 0, access: 0 } },
    upstream: explanation.decision.allowed
      ? {
          method: 'POST',
          url: 'http://vmselect:8481/select/1:0/prometheus/api/v1/query',
          body: 'query=up&extra_filters%5B%5D=%7Bteam%3D%22dev%22%7D',
        }
      : null,
    limits: [],
  };
}

function refusal(admin: InMemoryAdmin) {
  const subject = SEEN[KEYS.mallory];
  const then = subject && answer(admin, subject, { access: 'read' });
  return {
    requestId: REFUSAL,
    at: '2026-11-21T10:00:00.000Z',
    method: 'POST',
    endpoint: '/api/v1/query',
    status: 403,
    code: 'no-mapping',
    reason: 'no-mapping',
    detail: 'no mapping grants mallory@evil.example anything',
    tenants: [],
    mappings: [],
    revision: admin.revision,
    subject,
    note: null,
    then,
    now: then,
  };
}

function typed(subject: Subject | undefined): Subject | undefined {
  return subject && { ...subject, emailVerified: true, claims: {} };
}

function gone(): Reply {
  return problem(404, 'not-found', 'nobody who came lately has this key');
}

function person(name: string, email: string, groups: readonly string[]): Subject {
  return { issuer: 'keycloak', kind: 'user', id: `u-${name}`, email, emailVerified: true, groups, claims: {} };
}

function seenDocument(key: string, subject: Subject) {
  const moment = '2026-11-21T10:00:00.000Z';
  return { key, ...subject, shortened: false, firstSeen: moment, lastSeen: moment, visits: 3 };
}
