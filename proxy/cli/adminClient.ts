import { z } from 'zod';
import { CommandError } from './commandError';
import { EXIT, type ExitCode } from './exit';

export interface AdminClientOptions {
  /** The admin listener, perhaps behind a path. */
  url: URL;
  token: string;
  /** Milliseconds until a whole answer must be there. */
  timeout: number;
}

interface AdminRequest {
  /** Sent as JSON. */
  body?: unknown;
  /** The revision that the change is based on. */
  ifMatch?: number;
}

const findingSchema = z.object({
  code: z.string(),
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
  hint: z.string().optional(),
});

const problemSchema = z.object({
  code: z.string(),
  detail: z.string(),
  problems: z.array(findingSchema).optional(),
  revision: z.number().optional(),
  changes: z
    .object({ diff: z.object({ changes: z.array(z.object({ words: z.string() })) }).nullable() })
    .optional()
    .catch(undefined),
});

export type ProblemDocument = z.output<typeof problemSchema>;

/** As many changes of others are told. */
const MOST_TOLD = 50;

const EXIT_CODES: Readonly<Record<string, ExitCode>> = {
  'policy-invalid': EXIT.policyInvalid,
  'revision-conflict': EXIT.conflict,
};

/** What the admin API refused, with its code. */
export class RefusedByApi extends CommandError {
  constructor(
    readonly status: number,
    readonly problem: ProblemDocument
  ) {
    super(`${problem.detail} (${problem.code})${changesOf(problem)}`, EXIT_CODES[problem.code] ?? EXIT.failed);
  }
}

/** What others have published since. */
function changesOf({ changes }: ProblemDocument): string {
  const words = (changes?.diff?.changes ?? []).map((change) => `\n  ${change.words}`);
  return words.length === 0 ? '' : `; in the meantime:${words.slice(0, MOST_TOLD).join('')}`;
}

/** Asks the admin API. Redirects are not followed: the token goes nowhere else. */
export class AdminClient {
  constructor(private readonly options: AdminClientOptions) {}

  /**
   * @param path below `/v1`, with its parameters
   * @throws RefusedByApi with the problem document; CommandError when there is no proper answer
   */
  async ask(method: string, path: string, request: AdminRequest = {}): Promise<{ status: number; body: unknown }> {
    const response = await this.#send(method, path, request);
    const text = await this.#read(() => response.text());
    if (text === '') {
      return { status: response.status, body: undefined };
    }
    try {
      return { status: response.status, body: JSON.parse(text) as unknown };
    } catch {
      throw new CommandError(`the answer of ${this.#where(path)} is no JSON; does the URL lead to the admin listener?`);
    }
  }

  /** The answer as it comes. */
  async *stream(path: string): AsyncGenerator<Uint8Array> {
    const { body } = await this.#send('GET', path, {});
    const reader = body?.getReader();
    for (;;) {
      const piece = await this.#read(async () => reader?.read());
      if (piece === undefined || piece.done) {
        return;
      }
      yield piece.value;
    }
  }

  async #send(method: string, path: string, { body, ifMatch }: AdminRequest): Promise<Response> {
    const { url, token, timeout } = this.options;
    const response = await this.#read(() =>
      fetch(`${url.origin}${url.pathname.replace(/\/+$/, '')}/v1${path}`, {
        method,
        redirect: 'manual',
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: 'application/json, application/jsonl, application/problem+json',
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(ifMatch !== undefined && { 'If-Match': `"${ifMatch}"` }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(timeout),
      })
    );
    if (response.ok) {
      return response;
    }
    const text = await this.#read(() => response.text());
    const problem = problemSchema.safeParse(parseJson(text));
    if (problem.success) {
      throw new RefusedByApi(response.status, problem.data);
    }
    const redirected = response.status >= 300 && response.status < 400 ? ', a redirect, which is not followed' : '';
    throw new CommandError(
      `${this.#where(path)} answered ${response.status}${redirected}, and not as Gatehouse does; does the URL lead to the admin listener?`
    );
  }

  async #read<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof CommandError) {
        throw error;
      }
      const timedOut = memberOf(error, 'name') === 'TimeoutError';
      throw new CommandError(
        timedOut
          ? `${this.options.url.origin} did not answer within ${this.options.timeout / 1000} s; --timeout gives it longer`
          : `${this.options.url.origin} cannot be reached (${causeOf(error)}); is the proxy running, and is this its admin listener?`
      );
    }
  }

  #where(path: string): string {
    return `${this.options.url.origin}/v1${path.replace(/\?.*$/s, '')}`;
  }
}

/** What undici says in `cause`; its own message is "fetch failed". */
function causeOf(error: unknown): string {
  const cause = memberOf(error, 'cause') ?? error;
  const found = [memberOf(cause, 'code'), memberOf(cause, 'message')].find(
    (one) => typeof one === 'string' && one !== ''
  );
  return String(found ?? 'unknown error');
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
