import { request } from 'undici';
import { z } from 'zod';
import type { BackendConfig } from '../config/schema';
import { failureText } from './failureText';
import { describe, type SelfDescription, tellingLines } from './selfDescription';
import { readVersion } from './version';

/** What was seen at one URL; `failure` says why nothing was. */
export type Probe = { description: SelfDescription; takesAnyOrg?: boolean } | { failure: string };

/** Longest time to see what a process says of itself, in milliseconds, and the most that is read of it, in bytes. */
const TIMEOUT = 3_000;
const MOST_BYTES = 16 * 1024 * 1024;
const LONGEST_LINE = 64 * 1024;

/** An answer that says nothing. */
class NothingSeen extends Error {}

/** Asks what runs at a URL of a backend. Never rejects. */
export async function probeOrigin(url: string, kind: BackendConfig['kind']): Promise<Probe> {
  const signal = AbortSignal.timeout(TIMEOUT);
  try {
    return kind === 'mimir' ? await probeMimir(url, signal) : { description: describe(await linesOf(url, signal)) };
  } catch (error) {
    return { failure: error instanceof NothingSeen ? error.message : failureText(error, TIMEOUT) };
  }
}

async function linesOf(url: string, signal: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  let rest = '';
  for await (const chunk of await ask(`${url}/metrics`, signal)) {
    const text = rest + chunk.toString('latin1');
    const end = text.lastIndexOf('\n') + 1;
    found.push(...tellingLines(text.slice(0, end)));
    rest = text.length - end > LONGEST_LINE ? '' : text.slice(end);
  }
  return [...found, ...tellingLines(rest)];
}

const buildInfoSchema = z.object({
  data: z.object({ application: z.string().max(100).optional(), version: z.string().max(100).catch('') }),
});

async function probeMimir(url: string, signal: AbortSignal): Promise<Probe> {
  const [info, takesAnyOrg] = await Promise.all([buildInfo(url, signal), answersToImpossibleOrg(url, signal)]);
  const { application = 'prometheus', version } = info;
  const program = /^grafana (?:mimir|enterprise metrics)$/i.test(application) ? 'mimir' : application.toLowerCase();
  return {
    description: { program, version: readVersion(`v${version}`), versionText: version || undefined, flags: new Map() },
    takesAnyOrg,
  };
}

async function buildInfo(url: string, signal: AbortSignal) {
  const paths = ['/api/v1/status/buildinfo', '/prometheus/api/v1/status/buildinfo'];
  let problem: unknown;
  for (const path of paths) {
    try {
      return buildInfoSchema.parse(JSON.parse(await textOf(url + path, signal))).data;
    } catch (error) {
      problem =
        error instanceof SyntaxError || error instanceof z.ZodError
          ? new NothingSeen(`${path} is not JSON as Mimir has it`)
          : error;
    }
  }
  throw problem;
}

/**
 * Whether it answers a question whose organisation no tenant can have: then it does not read the header, and everybody sees the
 * same data.
 */
async function answersToImpossibleOrg(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const text = await textOf(`${url}/prometheus/api/v1/query?query=1`, signal, { 'x-scope-orgid': 'gatehouse/check' });
    return /^\s*\{\s*"status"\s*:\s*"success"/.test(text);
  } catch {
    return false;
  }
}

async function textOf(url: string, signal: AbortSignal, headers?: Record<string, string>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await ask(url, signal, headers)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function ask(url: string, signal: AbortSignal, headers = {}): Promise<AsyncIterable<Buffer>> {
  const { statusCode, body } = await request(url, {
    headers: { ...headers, 'user-agent': 'gatehouse-check' },
    signal,
    reset: true,
  });
  if (statusCode !== 200) {
    await body.dump();
    throw new NothingSeen(`answers ${new URL(url).pathname} with status ${statusCode}`);
  }
  return bounded(body);
}

async function* bounded(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MOST_BYTES) {
      throw new NothingSeen('answers with more than 16 MiB');
    }
    yield chunk;
  }
}
