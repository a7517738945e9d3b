import type { Finding } from '@gatehouse/model';
import type { MissedChanges } from '@gatehouse/model/api';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from '../telemetry/logger';

/** Every kind of refusal of the admin API. Codes are stable. */
const PROBLEMS = {
  'admin-token-missing': { status: 401, title: 'The admin token is missing' },
  'admin-token-wrong': { status: 401, title: 'The admin token is wrong' },
  'approval-by-author': { status: 403, title: 'Nobody approves their own change' },
  'approval-unverified': { status: 403, title: 'It is not certain that two people are at it' },
  'backend-failed': { status: 502, title: 'The backend does not answer as it should' },
  'body-invalid': { status: 400, title: 'The request cannot be understood' },
  'body-too-large': { status: 413, title: 'The request is too large' },
  'credential-ended': { status: 409, title: 'The credential has ended' },
  'credential-exists': { status: 409, title: 'The credential was made already' },
  'credential-replaced': { status: 409, title: 'The credential was rotated already' },
  'credentials-too-many': { status: 409, title: 'There are too many credentials' },
  'idempotency-key-invalid': { status: 400, title: 'The idempotency key cannot be understood' },
  'if-match-missing': { status: 428, title: 'The revision that the change is based on is missing' },
  'issuer-unavailable': { status: 503, title: 'The issuer of the token cannot be asked' },
  internal: { status: 500, title: 'Something went wrong in Gatehouse' },
  'method-not-allowed': { status: 405, title: 'The resource does not know this method' },
  'not-found': { status: 404, title: 'There is no such resource' },
  'policy-desk-busy': { status: 503, title: 'Too much work on policies is under way' },
  'policy-invalid': { status: 422, title: 'The policy has problems' },
  'policy-read-only': { status: 409, title: 'The policy is a file’s' },
  'policy-unchanged': { status: 409, title: 'The policy would stay as it is' },
  'proposal-ended': { status: 409, title: 'The proposal has ended' },
  'proposal-of-another': { status: 403, title: 'The proposal is somebody else’s' },
  'proposals-too-many': { status: 409, title: 'There are too many proposals' },
  'query-invalid': { status: 400, title: 'The parameters in the URL cannot be understood' },
  'revision-conflict': { status: 412, title: 'Somebody else has published in the meantime' },
  'role-insufficient': { status: 403, title: 'The admin token may not do this' },
  'store-unavailable': { status: 503, title: 'The policy store is unavailable' },
  'token-invalid': { status: 422, title: 'The token names nobody' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** The status that a problem is answered with. */
export function statusOf(code: ProblemCode): number {
  return PROBLEMS[code].status;
}

/** Members of a problem document beside the standard ones. */
export interface ProblemMembers {
  /** What is wrong where in the request. */
  problems?: readonly Finding[];
  /** Why a token was refused. */
  reason?: string;
  /** The revision that is the latest, when another one was expected. */
  revision?: number;
  author?: string;
  createdAt?: string;
  comment?: string;
  /** Of the credential that was made already. */
  id?: string;
  /** What was published since the revision that was expected. */
  changes?: MissedChanges;
}

/** A refusal of the admin API, sent as a problem document (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    /** What was expected, what was found, what to do; without secrets. */
    readonly detail: string,
    readonly members: ProblemMembers = {},
    readonly headers: Readonly<Record<string, string>> = {}
  ) {
    super(detail);
    this.name = 'Problem';
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  toDocument() {
    const { status, title } = PROBLEMS[this.code];
    return {
      type: `urn:gatehouse:problem:${this.code}`,
      title,
      status,
      code: this.code,
      detail: this.detail,
      ...this.members,
    };
  }
}

/** Answers every error as a problem document; what is not one of ours is logged and answered without its details. */
export function answerProblems(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const problem = toProblem(error);
    if (problem.code === 'internal') {
      logger.error({ event: 'admin-failed', err: error }, 'the admin API failed');
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    sendProblem(response, problem);
  };
}

function sendProblem(response: Response, problem: Problem): void {
  response.locals.code = problem.code;
  response.status(problem.status).set(problem.headers).type('application/problem+json');
  response.send(JSON.stringify(problem.toDocument()));
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  if (error instanceof URIError) {
    return new Problem('query-invalid', 'the URL has an escape that stands for no character');
  }
  // Express' body reader and router mark what a client did wrong with a status; their messages may repeat what it sent.
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) {
    return new Problem('body-too-large', 'the body is larger than 32 MiB; a policy of that size cannot be published');
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem(
      'body-invalid',
      'the request is not what its headers say: send JSON in UTF-8, whole and uncompressed'
    );
  }
  return new Problem('internal', "look into the proxy's log for what happened, and report it");
}
