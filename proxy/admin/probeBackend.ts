import { request } from 'undici';
import { z } from 'zod';
import type { BackendConfig } from '../config/schema';

/** How one backend is doing, for people. */
export interface BackendState {
  name: string;
  kind: BackendConfig['kind'];
  /** True when every one of its URLs answers. */
  reachable: boolean;
  detail: string;
}

/** Longest time for an answer of one URL, in milliseconds. */
const PROBE_TIMEOUT = 2000;

const failureSchema = z.object({ code: z.string().optional().catch(undefined), name: z.string().optional() });

/** Asks a backend's health endpoints whether they answer. Never rejects. */
export async function probeBackend(backend: BackendConfig): Promise<BackendState> {
  const { name, kind } = backend;
  const outcomes = await Promise.all(healthUrls(backend).map(probe));
  const failures = outcomes.filter((outcome) => outcome !== undefined);
  const answering = outcomes.length - failures.length;
  const detail =
    outcomes.length === 1 ? (failures[0] ?? 'answers') : `${answering} of ${outcomes.length} answer${listOf(failures)}`;
  return { name, kind, reachable: failures.length === 0, detail };
}

function healthUrls({ kind, read, write }: BackendConfig): string[] {
  const path = kind === 'mimir' ? '/ready' : '/health';
  return [...new Set([...read, ...write])].map((url) => `${url}${path}`);
}

/** @returns what is wrong, or undefined when the URL answers */
async function probe(url: string): Promise<string | undefined> {
  try {
    const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT) });
    await body.dump();
    return statusCode === 200 ? undefined : `answers with status ${statusCode}`;
  } catch (error) {
    return reasonOf(error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ENOTFOUND: 'its name cannot be resolved',
  EAI_AGAIN: 'its name cannot be resolved at the moment',
  TimeoutError: `does not answer within ${PROBE_TIMEOUT / 1000} s`,
};

function reasonOf(error: unknown): string {
  const { code, name } = failureSchema.catch({}).parse(error);
  return REASONS[name ?? ''] ?? REASONS[code ?? ''] ?? `cannot be reached (${code ?? name ?? 'unknown'})`;
}

function listOf(failures: readonly string[]): string {
  return failures.length === 0 ? '' : `; ${[...new Set(failures)].join('; ')}`;
}
