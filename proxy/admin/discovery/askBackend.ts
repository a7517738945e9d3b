import { request } from 'undici';
import { failureText } from '../../backends/failureText';
import { Problem } from '../problem';
import type { DiscoveryRequest } from './discoveryRequest';

/** Somebody waits in front of a form. Milliseconds. */
const DEADLINE = 5_000;

/** The most that is read of an answer, in bytes. */
const MOST = 8 * 1024 * 1024;

/** What an URL answered: its JSON, or the status when that is not 200. */
export type BackendAnswer = { json: unknown } | { status: number };

/**
 * Asks one URL after the other until one answers.
 *
 * @throws Problem `backend-failed` when none does, or not with JSON
 */
export async function askBackend(name: string, { origins, path, headers }: DiscoveryRequest): Promise<BackendAnswer> {
  const deadline = AbortSignal.timeout(DEADLINE);
  let failure = 'has no URL';
  for (const origin of origins) {
    try {
      return await askOrigin(origin + path, headers, deadline);
    } catch (error) {
      if (error instanceof Problem) {
        throw error;
      }
      failure = error instanceof SyntaxError ? 'does not answer with JSON' : failureText(error, DEADLINE);
      if (deadline.aborted) {
        break;
      }
    }
  }
  throw failed(name, failure);
}

/** The refusal to say what a backend does not. */
export function failed(name: string, failure: string): Problem {
  return new Problem('backend-failed', `the backend ${name} ${failure}; GET /v1/status says more`);
}

async function askOrigin(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal
): Promise<BackendAnswer> {
  const { statusCode, body } = await request(url, {
    headers: { ...headers, 'user-agent': 'gatehouse-forms' },
    signal,
    reset: true,
  });
  if (statusCode !== 200) {
    await body.dump();
    return { status: statusCode };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST) {
      body.destroy();
      throw new Problem('backend-failed', 'there is more of it than 8 MiB; search for a part');
    }
    chunks.push(bytes);
  }
  return { json: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
}
