import { isFetchError } from '@grafana/runtime';
import type { Finding } from '@gatehouse/model';
import { z } from 'zod';
import { t } from '../i18n/t';
import { missedChangesSchema } from './changes';

/** An answer that did not say what was asked for, as it arrived; `status` is undefined when no answer arrived at all. */
export interface Answer {
  status: number | undefined;
  /** Parsed JSON, or text when the body is not JSON. */
  body: unknown;
}

/** Something about a policy, at a place in it. */
export const findingSchema = z.object({
  code: z.string(),
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
  /** The way out; empty when the proxy says none. */
  hint: z.string().default(''),
});

/** The admin API's problem documents (RFC 9457), with the members that some of them add. */
export const problemSchema = z.object({
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().default(''),
  problems: z.array(findingSchema).optional(),
  revision: z.number().optional(),
  author: z.string().optional(),
  createdAt: z.string().optional(),
  comment: z.string().optional(),
  // What else there is must not keep anybody from hearing what is wrong.
  changes: missedChangesSchema.optional().catch(undefined),
});
export type Problem = z.output<typeof problemSchema>;

/** A request to the admin API that failed, with all that is known of why. */
export class ApiError extends Error {
  /** The problem document's code; `no-answer` and `not-understood` are this app's own. */
  readonly code: string;
  readonly status: number | undefined;
  /** What the proxy found wrong with a policy. */
  readonly problems: Finding[];

  constructor(
    readonly answer: Answer,
    /** The problem document, when the proxy's admin API is what answered. */
    readonly problem: Problem | undefined
  ) {
    super(
      problem === undefined
        ? t('diagnose.failed', 'The request to the Gatehouse proxy failed')
        : problem.detail || problem.title
    );
    this.name = 'ApiError';
    this.code = problem?.code ?? (answer.status === undefined ? 'no-answer' : 'not-understood');
    this.status = answer.status;
    this.problems = problem?.problems ?? [];
  }
}

/** Turns whatever Grafana's client threw into an ApiError. */
export function apiErrorFrom(error: unknown): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  const answer: Answer =
    isFetchError(error) && error.status > 0
      ? { status: error.status, body: error.data }
      : { status: undefined, body: undefined };
  return new ApiError(answer, problemSchema.safeParse(parsedBody(answer.body)).data);
}

/** Problem documents have a media type that not every version of Grafana's client takes for JSON. */
function parsedBody(body: unknown): unknown {
  if (typeof body !== 'string') {
    return body;
  }
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
