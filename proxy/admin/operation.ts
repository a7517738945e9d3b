import type { z } from 'zod';
import type { Actor } from '../store/actor';
import type { ProblemCode } from './problem';
import type { Role } from './role';

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** What a handler is given: checked by the schemas of its operation. */
export interface Call<Parameters, Query, Body, IfMatch, CarriesPolicy, Verb> {
  /** Of the path. */
  parameters: Parameters;
  /** Of the URL behind `?`. */
  query: Query;
  /** Undefined when the body carries a policy. */
  body: CarriesPolicy extends true ? undefined : Body;
  /** The body as it came, when it carries a policy: neither parsed nor checked. At most 32 MiB; else empty. */
  bytes: Uint8Array;
  /** The revision in `If-Match`, when the operation needs one. */
  expectedRevision: IfMatch extends true ? number : undefined;
  /** What tells a repeated request from a new one, where the operation takes it and the client gives it. */
  idempotencyKey: string | undefined;
  /** Who asks; nobody is asked for it with GET. */
  actor: Verb extends 'get' ? undefined : Actor;
  /** The admin token that came, without the token. */
  token: { name: string; role: Role };
  /** Aborted when the client goes away. */
  signal: AbortSignal;
}

/** One kind of answer. */
export interface Answer {
  description: string;
  /** Of JSON answers, and of each line of `application/jsonl`. */
  schema?: z.ZodType;
  /** `application/json` when left out. */
  mediaType?: string;
  /** What each header says, by name. */
  headers?: Readonly<Record<string, string>>;
}

/** What a handler answers with. */
export interface Reply {
  /** One of the operation's `answers`. */
  status: number;
  /** A JSON value; bytes that are JSON already; or pieces of what its `mediaType` says, as they become ready. */
  body?: object | Uint8Array | AsyncIterable<Uint8Array | string>;
  headers?: Readonly<Record<string, string>>;
}

interface Description {
  /** Unique, in camel case: `publishPolicy`. */
  id: string;
  /** Below `/v1`, with its parameters in braces: `/revisions/{number}`. */
  path: `/${string}`;
  /** The least role that may do it. */
  role: Role;
  /** The group in the document. */
  tag: string;
  /** One line without a full stop. */
  summary: string;
  description?: string;
  /** Besides those that every operation of its kind can answer with. */
  problems: readonly ProblemCode[];
  answers: Readonly<Record<number, Answer>>;
  /** True when `Idempotency-Key` may come along. */
  idempotencyKey?: true;
}

/** What an operation is made of. */
export interface OperationSpec<
  Parameters extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  IfMatch extends true | undefined,
  CarriesPolicy extends true | undefined,
  Verb extends Method,
> extends Description {
  method: Verb;
  /** An object with one member for each parameter of the path. */
  parameters?: Parameters;
  /** A strict object; no parameters are taken without it. */
  query?: Query;
  /** True when the change is based on a revision, which `If-Match` names. */
  ifMatch?: IfMatch;
  /** A JSON body: at most 1 MiB, unless it carries a policy. */
  body?: {
    schema: Body;
    /** True when checking it takes long: the handler gets the bytes, and has them checked elsewhere with the same schema. */
    carriesPolicy?: CarriesPolicy;
  };
  handle(
    call: Call<z.output<Parameters>, z.output<Query>, z.output<Body>, IfMatch, CarriesPolicy, Verb>
  ): Reply | Promise<Reply>;
}

/** What any handler is given. */
export type AnyCall = Omit<
  Call<unknown, unknown, unknown, true, true, Method>,
  'body' | 'expectedRevision' | 'actor'
> & {
  body: unknown;
  expectedRevision: number | undefined;
  actor: Actor | undefined;
};

/** An operation with its types forgotten, for lists. */
export interface Operation extends Description {
  method: Method;
  parameters?: z.ZodType;
  query?: z.ZodType;
  ifMatch?: true;
  body?: { schema: z.ZodType; carriesPolicy?: true };
  handle(call: AnyCall): Reply | Promise<Reply>;
}

/** One operation of the admin API; `mountOperations` serves it and `/v1/openapi.json` describes it. */
export function operation<
  Verb extends Method,
  Parameters extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  IfMatch extends true | undefined = undefined,
  CarriesPolicy extends true | undefined = undefined,
>(spec: OperationSpec<Parameters, Query, Body, IfMatch, CarriesPolicy, Verb>): Operation;
export function operation(spec: Operation): Operation {
  return spec;
}
