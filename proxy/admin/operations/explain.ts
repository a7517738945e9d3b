import { SERVICE_ISSUER, type Subject } from '@gatehouse/model';
import {
  explainBodySchema,
  explainedRefusalSchema,
  explainedSchema,
  type ExplainRequest,
  reachBodySchema,
  reachedSchema,
} from '@gatehouse/model/api';
import { z } from 'zod';
import { explainRequest } from '../../policy/desk/explainRequest';
import type { Deciding } from '../../policy/desk/explains';
import { maskTokens } from '../../telemetry/maskTokens';
import { type Operation, operation } from '../operation';
import { parseJsonBody } from '../parseJsonBody';
import { parseShape } from '../parseShape';
import type { AdminParts } from '../parts';
import { Problem } from '../problem';
import { findRefusal, noteOf, requestOf, subjectOfRefusal } from '../refusedBy';
import { requireCurrent } from '../requireCurrent';
import { whileStoreIsThere } from '../whileStoreIsThere';

/** A body of this size is read among requests, in bytes; a larger one in a thread, and then it holds no token. */
const READ_HERE = 1024 * 1024;

const UNREAD = 'it cannot be explained';

type Parts = Pick<AdminParts, 'activity' | 'config' | 'desk' | 'identity' | 'now' | 'policy' | 'seen'>;

/** `/v1/explain`: what somebody's request would meet, and why; and who can see something. */
export function explainOperations(parts: Parts): Operation[] {
  const { activity, desk, now, policy, seen } = parts;

  return [
    operation({
      id: 'explain',
      method: 'post',
      path: '/explain',
      role: 'viewer',
      tag: 'Explain',
      summary: 'What somebody’s request would meet, and why',
      description:
        'Answers with the decision, the part of each mapping that names the subject, the limits and the exact request that the backend would get.',
      body: { schema: explainBodySchema, carriesPolicy: true },
      problems: [
        'issuer-unavailable',
        'not-found',
        'policy-desk-busy',
        'policy-invalid',
        'store-unavailable',
        'token-invalid',
      ],
      answers: { 200: { description: 'The decision and its reasons', schema: explainedSchema } },
      async handle({ bytes }) {
        if (bytes.byteLength > READ_HERE) {
          return { status: 200, body: await whileStoreIsThere(desk.explainDraft(bytes), UNREAD) };
        }
        const body = parseShape(explainBodySchema, parseJsonBody(bytes), 'body-invalid', 'body');
        const subject = await subjectOf(body, parts);
        const { request, draft, revision } = body;
        const explained =
          draft !== undefined
            ? await whileStoreIsThere(desk.explainUnder(subject, request, { draft }), UNREAD)
            : await explainRevision(parts, subject, request, revision, now());
        return { status: 200, body: { subject, ...explained } };
      },
    }),
    operation({
      id: 'explainRefusal',
      method: 'get',
      path: '/explain/refusals/{requestId}',
      role: 'viewer',
      tag: 'Explain',
      summary: 'Why a request was refused, and whether it would be now',
      description: 'From the number in Grafana’s panel, or in the answer’s text, to whoever asked and to what decided.',
      parameters: z.strictObject({ requestId: z.string() }),
      problems: ['not-found', 'policy-desk-busy', 'store-unavailable'],
      answers: { 200: { description: 'The refusal, explained', schema: explainedRefusalSchema } },
      async handle({ parameters: { requestId } }) {
        const refusal = await findRefusal(requestId, activity);
        const { at, method, endpoint, status, code, reason, detail, tenants, mappings, revision } = refusal;
        const facts = { method, endpoint, status, code, reason, detail, tenants, mappings, revision };
        const subject = await subjectOfRefusal(refusal, seen);
        const request = requestOf(refusal);
        const body = {
          requestId,
          at: new Date(at).toISOString(),
          ...facts,
          subject: subject ?? null,
          note: noteOf(refusal, subject),
          then:
            subject === undefined || revision === null
              ? null
              : await explainRevision(parts, subject, request, revision, at),
          now: subject === undefined ? null : await explainRevision(parts, subject, request, undefined, now()),
        };
        // As in the log: a path or a name may hold a token by mistake.
        return { status: 200, body: Buffer.from(maskTokens(JSON.stringify(body))) };
      },
    }),
    operation({
      id: 'explainReach',
      method: 'post',
      path: '/explain/reach',
      role: 'viewer',
      tag: 'Explain',
      summary: 'Who can see a tenant, or one of its series',
      description: 'The mappings of the policy in force that lead there, and those of whoever came lately who do.',
      body: { schema: reachBodySchema },
      problems: ['policy-desk-busy', 'store-unavailable'],
      answers: { 200: { description: 'Mappings and subjects', schema: reachedSchema } },
      async handle({ body }) {
        const { number } = requireCurrent(policy.current);
        const otherwise = 'who came cannot be read';
        await whileStoreIsThere(seen.flush(), otherwise);
        return { status: 200, body: await whileStoreIsThere(desk.reach(body, number), otherwise) };
      },
    }),
  ];
}

/** Under the policy in force, which is at hand, or under another revision. */
async function explainRevision(
  { policy, config: { backends }, desk }: Parts,
  subject: Subject,
  request: ExplainRequest,
  revision: number | undefined,
  at: number
) {
  const { index, number } = requireCurrent(policy.current);
  if (revision === undefined || revision === number) {
    return explainRequest({ index, revision: number, backends }, subject, request, at);
  }
  const deciding: Deciding = { revision };
  return whileStoreIsThere(desk.explainUnder(subject, request, deciding, at), UNREAD);
}

type Who = Pick<z.output<typeof explainBodySchema>, 'subject' | 'token' | 'seen' | 'refusal'>;

async function subjectOf({ subject, token, seen: key, refusal }: Who, parts: Parts): Promise<Subject> {
  const { config, activity, seen } = parts;
  if (subject !== undefined) {
    checkIssuer(subject, config.issuers);
    return subject;
  }
  if (token !== undefined) {
    return subjectOfToken(token, parts);
  }
  if (key !== undefined) {
    const found = await whileStoreIsThere(seen.find(key), UNREAD);
    if (found === undefined) {
      throw new Problem('not-found', 'nobody who came lately has this key; GET /v1/subjects lists who did');
    }
    return found.subject;
  }
  const refused = await findRefusal(refusal ?? '', activity);
  const found = await subjectOfRefusal(refused, seen);
  if (found === undefined) {
    throw new Problem('not-found', noteOf(refused, found) ?? 'nothing is known of whoever was refused');
  }
  return found;
}

/** The token is verified here and goes nowhere else. */
async function subjectOfToken(token: string, { identity }: Pick<Parts, 'identity'>): Promise<Subject> {
  const identified = await identity.identifyToken(token.replace(/^Bearer +/i, '').trim());
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

function checkIssuer({ issuer, kind }: Subject, configured: Parts['config']['issuers']): void {
  const issuers = [...configured.map(({ name }) => name), SERVICE_ISSUER];
  if (!issuers.includes(issuer)) {
    throw subjectInvalid(
      'issuer-unknown',
      'issuer',
      `there is no issuer ${issuer} in the proxy's configuration; it has: ${issuers.join(', ')}`
    );
  }
  if ((kind === 'service') !== (issuer === SERVICE_ISSUER)) {
    const message = `services, and nobody else, have the issuer ${SERVICE_ISSUER}; what an identity provider knows is of kind user`;
    throw subjectInvalid('kind-of-issuer', 'kind', message);
  }
}

function subjectInvalid(code: string, key: string, message: string): Problem {
  return new Problem('body-invalid', message, { problems: [{ code, path: ['subject', key], message }] });
}
