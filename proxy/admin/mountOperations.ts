import { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../store/actor';
import { tokenOf } from './authenticate';
import { expectedRevision } from './ifMatch';
import { idempotencyKeyIn } from './idempotencyKeyIn';
import { methodNotAllowed } from './methodNotAllowed';
import type { Operation } from './operation';
import { parseJsonBody } from './parseJsonBody';
import { parseShape } from './parseShape';
import { Problem } from './problem';
import { readBytes } from './readBytes';
import { reaches } from './role';
import { sendReply } from './sendReply';
import type { AdminToken } from './tokens/adminTokens';

/** What operations need beside themselves. */
export interface Mounting {
  /** Who asks. */
  actorOf(headers: Request['headers'], token: AdminToken): Promise<Actor>;
}

const NOTHING = new Uint8Array();

/**
 * The most bodies with a policy that are in memory at a time for the operations of a role: large ones are up to 32 MiB each, and their
 * work is long.
 */
const MOST_POLICIES = { large: 4, small: 32 };

/** A body that says of itself to be no longer is a small one, in bytes. */
const SMALL_POLICY = 1024 * 1024;
const NO_QUERY = z.strictObject({});

/** The routes of operations, relative to `/v1`: requests have been authenticated when they come here. */
export function mountOperations(operations: readonly Operation[], mounting: Mounting): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const places = new PolicyPlaces();
  for (const [path, ofPath] of byPath(operations)) {
    const route = path.replace(/\{(\w+)\}/g, ':$1');
    ofPath.forEach((one) => router[one.method](route, serve(one, mounting, places)));
    router.all(route, methodNotAllowed(...ofPath.flatMap(methodsOf)));
  }
  return router;
}

/** A path without parameters stands before one that would take its name for a parameter's value. */
function byPath(operations: readonly Operation[]): Array<[string, Operation[]]> {
  const paths = new Map<string, Operation[]>();
  operations.forEach((one) => paths.set(one.path, [...(paths.get(one.path) ?? []), one]));
  return [...paths].toSorted(([a], [b]) => rank(a) - rank(b));
}

function rank(path: string): number {
  return path.split('{').length;
}

function methodsOf({ method }: Operation): string[] {
  return method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
}

function serve(operation: Operation, mounting: Mounting, places: PolicyPlaces): RequestHandler {
  return async (request, response) => {
    const token = tokenOf(request);
    if (token === undefined) {
      throw new Error(`the operation ${operation.id} was asked for by nobody who was authenticated`);
    }
    if (!reaches(token.role, operation.role)) {
      throw new Problem(
        'role-insufficient',
        `this needs the role ${operation.role}; the admin token ${token.name} has the role ${token.role}`
      );
    }
    const parameters =
      operation.parameters && parseShape(operation.parameters, request.params, 'not-found', 'the path');
    const query = parseShape(operation.query ?? NO_QUERY, request.query, 'query-invalid', 'the URL');
    const revision = operation.ifMatch && expectedRevision(request.headers['if-match']);
    const leave = places.enter(operation, Number(request.headers['content-length'] ?? Infinity));
    response.once('close', leave);
    const { bytes, body } = await readBody(operation, request, response);
    const reply = await operation.handle({
      parameters,
      query: operation.query && query,
      body,
      bytes,
      expectedRevision: revision,
      idempotencyKey: operation.idempotencyKey && idempotencyKeyIn(request.headers['idempotency-key']),
      actor: operation.method === 'get' ? undefined : await mounting.actorOf(request.headers, token),
      token,
      signal: untilGone(response),
    });
    await sendReply(response, operation, reply);
  };
}

/** Whoever may only look fills no place of those who publish. */
class PolicyPlaces {
  readonly #taken = new Map<string, number>();

  /**
   * @param length of the body in bytes; Infinity where it is not told
   * @returns ends it
   * @throws Problem `policy-desk-busy`
   */
  enter({ role, body }: Operation, length: number): () => void {
    if (body?.carriesPolicy !== true) {
      return () => undefined;
    }
    const size = length <= SMALL_POLICY ? 'small' : 'large';
    const key = `${role} ${size}`;
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= MOST_POLICIES[size]) {
      const detail = 'several policies are being looked at already; try again in a moment';
      throw new Problem('policy-desk-busy', detail, {}, { 'Retry-After': '5' });
    }
    this.#taken.set(key, taken + 1);
    return () => this.#taken.set(key, (this.#taken.get(key) ?? 1) - 1);
  }
}

async function readBody(
  { body }: Operation,
  request: Request,
  response: Response
): Promise<{ bytes: Uint8Array; body: unknown }> {
  if (body === undefined) {
    return { bytes: NOTHING, body: undefined };
  }
  const bytes = await readBytes(request, response, body.carriesPolicy === true);
  return body.carriesPolicy === true
    ? { bytes, body: undefined }
    : { bytes: NOTHING, body: parseShape(body.schema, parseJsonBody(bytes), 'body-invalid', 'body') };
}

function untilGone(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) {
      gone.abort();
    }
  });
  return gone.signal;
}
