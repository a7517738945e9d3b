import { request } from 'undici';

/** Longest wait for an issuer, in milliseconds, and largest answer, in bytes. */
const TIMEOUT = 5_000;
const MAX_BYTES = 1024 * 1024;

export interface FetchJsonOptions {
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/**
 * Asks an issuer for a JSON document. Redirects are not followed.
 *
 * @throws StatusError for every status but 200; Error saying which URL did not answer as it should
 */
export async function fetchJson(
  url: string,
  { method = 'GET', headers, body }: FetchJsonOptions = {}
): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT);
  try {
    const answer = await request(url, {
      method,
      signal,
      headers: { accept: 'application/json', ...headers },
      body,
      // Above what is read at most, so that undici never pauses: one that pauses while a connection ends may end the process.
      highWaterMark: 2 * MAX_BYTES,
    });
    if (answer.statusCode !== 200) {
      await answer.body.dump();
      throw new StatusError(url, answer.statusCode);
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES) {
        throw new Error(`more than ${MAX_BYTES} bytes`);
      }
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    if (error instanceof StatusError) {
      throw error;
    }
    const detail = signal.aborted ? `no answer within ${TIMEOUT / 1000} s` : describe(error);
    throw new Error(`${url}: ${detail}`, { cause: error });
  }
}

/** The issuer answered, but not with what was asked for. */
export class StatusError extends Error {
  constructor(
    url: string,
    readonly status: number
  ) {
    super(`${url}: status ${status}`);
    this.name = 'StatusError';
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return 'code' in error ? `${error.message} (${String(error.code)})` : error.message;
}
