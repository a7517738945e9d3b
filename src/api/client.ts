import { getBackendSrv } from '@grafana/runtime';
import { fromEvent, lastValueFrom, NEVER, takeUntil } from 'rxjs';
import type { z } from 'zod';
import { ADMIN_ROUTE } from '../constants';
import { ApiError, apiErrorFrom } from './ApiError';

export interface AdminRequest {
  method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  data?: unknown;
  /** `text` for what is kept as it came, such as JSON lines. */
  as?: 'json' | 'text';
  /** Ends the request when nobody waits for its answer any more. */
  signal?: AbortSignal;
}

/**
 * Asks the proxy's admin API through Grafana's plugin proxy, which adds the admin token.
 *
 * @param path below `/v1/`, for example `policy`
 * @param schema what the answer must look like; where that depends on the status, a function of it
 * @throws ApiError for every way in which it can fail
 */
export async function requestAdmin<Schema extends z.ZodType>(
  path: string,
  schema: Schema | ((status: number) => Schema),
  { method = 'GET', headers, data, as, signal }: AdminRequest = {}
): Promise<z.output<Schema>> {
  const response = await lastValueFrom(
    getBackendSrv()
      .fetch<unknown>({
        url: `${ADMIN_ROUTE}/${path}`,
        method,
        headers,
        data,
        ...(as === undefined ? {} : { responseType: as }),
        showErrorAlert: false,
      })
      .pipe(takeUntil(signal === undefined ? NEVER : fromEvent(signal, 'abort')))
  ).catch((error: unknown) => {
    throw apiErrorFrom(error);
  });
  const parsed = (typeof schema === 'function' ? schema(response.status) : schema).safeParse(response.data);
  if (!parsed.success) {
    throw new ApiError({ status: response.status, body: response.data }, undefined);
  }
  return parsed.data;
}
