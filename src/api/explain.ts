import type { Policy } from '@gatehouse/model';
import { explainedRefusalSchema, explainedSchema, foundSeriesSchema, reachedSchema } from '@gatehouse/model/api';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

/** What a request would meet, and why. */
export type Explained = z.output<typeof explainedSchema>;
/** Why a request was refused, and whether it would be now. */
export type ExplainedRefusal = z.output<typeof explainedRefusalSchema>;
/** An explanation without the subject, as refusals have it. */
export type ExplainedRequest = NonNullable<ExplainedRefusal['now']>;
/** Who can see a tenant, or one of its series. */
export type Reached = z.output<typeof reachedSchema>;
/** Whoever asks: verified, or as somebody typed them. */
export type ExplainedSubject = Explained['subject'];

/** An identity that nobody has to have come with. */
export interface TypedIdentity {
  issuer: string;
  kind: 'user' | 'service';
  id: string;
  email?: string;
  groups: string[];
}

/** Who is asked about. */
export type Who =
  | { by: 'seen'; key: string }
  | { by: 'identity'; identity: TypedIdentity }
  /** The token itself stays out of everything that is kept: it is read when it is sent. */
  | { by: 'token'; number: number; read: () => string };

/** What they would ask for. */
export interface Question {
  access: 'read' | 'write';
  tenant?: string;
  backend?: string;
  path: string;
  parameters: Record<string, string>;
}

// A draft may be large: it is known by a number, not by what is in it.
const numbers = new WeakMap<Policy, number>();
let drafts = 0;

function numberOf(draft: Policy): number {
  const known = numbers.get(draft) ?? (drafts += 1);
  numbers.set(draft, known);
  return known;
}

function keyOf(who: Who): string {
  return who.by === 'token'
    ? `token ${who.number}`
    : JSON.stringify(who.by === 'seen' ? who.key : Object.entries(who.identity));
}

/**
 * What somebody's request would meet, and why.
 *
 * @param who undefined while nobody is chosen
 * @param policy the draft to decide by; or the revision that is known to be in force, so that another one is asked about anew
 */
export function useExplanation(
  who: Who | undefined,
  question: Question,
  policy: { draft: Policy } | { revision: number }
) {
  const key = who === undefined ? '' : keyOf(who);
  const deciding = 'draft' in policy ? `draft ${numberOf(policy.draft)}` : policy.revision;
  return useQuery<Explained, ApiError>({
    queryKey: ['explain', key, question, deciding],
    queryFn: () =>
      requestAdmin('explain', explainedSchema, {
        method: 'POST',
        data: {
          ...(who && sentWho(who)),
          request: { ...question, method: question.access === 'read' ? 'GET' : 'POST' },
          ...('draft' in policy && { draft: policy.draft }),
        },
      }),
    enabled: who !== undefined,
    // What somebody else's answer was must never stand under a name.
    placeholderData: (shown, query) => (query?.queryKey[1] === key ? shown : undefined),
    gcTime: who?.by === 'token' ? 0 : undefined,
    retry: false,
  });
}

function sentWho(who: Who): object {
  switch (who.by) {
    case 'seen':
      return { seen: who.key };
    case 'identity':
      return { subject: who.identity };
    case 'token':
      return { token: who.read() };
  }
}

/** Why a request was refused; fails with `not-found` when the refusal is not kept any more. */
export function useExplainedRefusal(requestId: string) {
  return useQuery<ExplainedRefusal, ApiError>({
    queryKey: ['explain-refusal', requestId],
    queryFn: () => requestAdmin(`explain/refusals/${encodeURIComponent(requestId)}`, explainedRefusalSchema),
    enabled: requestId !== '',
    retry: false,
  });
}

/**
 * Who can see a tenant, or one of its series, under the policy in force.
 *
 * @param tenant its name; empty while none is chosen
 * @param series all labels of the series; undefined for the tenant as a whole
 */
export function useReach(tenant: string, series: Readonly<Record<string, string>> | undefined, revision: number) {
  return useQuery<Reached, ApiError>({
    queryKey: ['reach', tenant, series, revision],
    queryFn: () =>
      requestAdmin('explain/reach', reachedSchema, { method: 'POST', data: { tenant, ...(series && { series }) } }),
    enabled: tenant !== '',
    retry: false,
  });
}

/**
 * How many series of a tenant a filter lets through: those with a sample in the last five minutes.
 *
 * @param filter undefined for the whole tenant
 */
export function useSeriesCount(backend: string, tenant: string, filter: string | undefined, enabled: boolean) {
  const parameters = new URLSearchParams({ tenant, ...(filter !== undefined && { filter }) });
  const path = `backends/${encodeURIComponent(backend)}/series?${parameters}`;
  return useQuery<number, ApiError>({
    queryKey: ['series-count', path],
    queryFn: async () => (await requestAdmin(path, foundSeriesSchema)).series,
    enabled,
    retry: false,
  });
}
