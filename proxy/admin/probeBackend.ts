import { request } from 'undici';
import { failureText } from '../backends/failureText';
import { urlsOf } from '../backends/urlsOf';
import type { BackendConfig } from '../config/schema';

/** Whether one backend answers, for people. */
export interface BackendReach {
  name: string;
  kind: BackendConfig['kind'];
  /** True when every one of its URLs answers. */
  reachable: boolean;
  detail: string;
  urls: Array<{ url: string; up: boolean }>;
}

/** Longest time for an answer of one URL, in milliseconds. */
const PROBE_TIMEOUT = 2000;

/** Asks a backend's health endpoints whether they answer. Never rejects. */
export async function probeBackend(backend: BackendConfig): Promise<BackendReach> {
  const { name, kind } = backend;
  const path = kind === 'mimir' ? '/ready' : '/health';
  const outcomes = await Promise.all(urlsOf(backend).map(async (url) => ({ url, failure: await probe(url + path) })));
  const failures = outcomes.flatMap(({ failure }) => failure ?? []);
  const answering = outcomes.length - failures.length;
  const detail =
    outcomes.length === 1 ? (failures[0] ?? 'answers') : `${answering} of ${outcomes.length} answer${listOf(failures)}`;
  const urls = outcomes.map(({ url, failure }) => ({ url, up: failure === undefined }));
  return { name, kind, reachable: failures.length === 0, detail, urls };
}

/** @returns what is wrong, or undefined when the URL answers */
async function probe(url: string): Promise<string | undefined> {
  try {
    const { statusCode, body } = await request(url, {
      headers: { 'user-agent': 'gatehouse-check' },
      signal: AbortSignal.timeout(PROBE_TIMEOUT),
      reset: true,
    });
    await body.dump();
    return statusCode === 200 ? undefined : `answers with status ${statusCode}`;
  } catch (error) {
    return failureText(error, PROBE_TIMEOUT);
  }
}

function listOf(failures: readonly string[]): string {
  return failures.length === 0 ? '' : `; ${[...new Set(failures)].join('; ')}`;
}
