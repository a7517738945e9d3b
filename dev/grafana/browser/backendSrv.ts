import { AppEvents } from '@grafana/data';
import {
  getAppEvents,
  type BackendSrv,
  type BackendSrvRequest,
  type FetchError,
  type FetchResponse,
} from '@grafana/runtime';
import { from, lastValueFrom, type Observable } from 'rxjs';

/** How long somebody who catches an error has to mark it as handled before it is shown (Grafana's backend_srv.ts). */
const HANDLING_TIME_MS = 50;

/** Grafana's HTTP client as plugins know it: JSON in and out, errors thrown as `FetchError` and shown as a toast. */
export function createBackendSrv(): BackendSrv {
  const fetch = <T>(options: BackendSrvRequest): Observable<FetchResponse<T>> => from(send<T>(options));
  const request = async <T>(options: BackendSrvRequest): Promise<T> => (await lastValueFrom(fetch<T>(options))).data;

  return {
    fetch,
    request,
    datasourceRequest: (options) => lastValueFrom(fetch(options)),
    chunked: () => {
      throw new Error('chunked requests are not part of this emulation');
    },
    get: (url, params, requestId, options) => request({ ...options, url, params, requestId, method: 'GET' }),
    post: (url, data, options) => request({ ...options, url, data, method: 'POST' }),
    put: (url, data, options) => request({ ...options, url, data, method: 'PUT' }),
    patch: (url, data, options) => request({ ...options, url, data, method: 'PATCH' }),
    delete: (url, data, options) => request({ ...options, url, data, method: 'DELETE' }),
  };
}

async function send<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
  const query = options.params === undefined ? '' : `?${new URLSearchParams(options.params)}`;
  const answer = await window.fetch(`/${options.url.replace(/^\//, '')}${query}`, {
    method: options.method ?? 'GET',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/plain, */*', ...options.headers },
    body: options.data === undefined ? undefined : JSON.stringify(options.data),
    signal: options.abortSignal,
  });
  const { status, statusText, ok, headers, redirected, type, url } = answer;
  const data = await readBody(answer);
  const result = { data, status, statusText, ok, headers, redirected, type, url, config: options };
  if (ok) {
    showSuccess(options, data);
    return result as FetchResponse<T>;
  }
  const error: FetchError = { status, statusText, config: options, data: errorData(data, statusText) };
  setTimeout(() => showError(options, error), HANDLING_TIME_MS);
  throw error;
}

async function readBody(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** As Grafana, an error's data is an object with a `message` whatever the server answered. */
function errorData(data: unknown, statusText: string): Record<string, unknown> {
  if (typeof data !== 'object' || data === null) {
    return { message: data, error: statusText, response: data };
  }
  const object: Record<string, unknown> = { ...data };
  return object.message === undefined && typeof object.error === 'string'
    ? { ...object, message: object.error }
    : object;
}

function showSuccess(options: BackendSrvRequest, data: unknown): void {
  const wanted = options.showSuccessAlert ?? (options.method !== undefined && options.method !== 'GET');
  if (wanted && typeof data === 'object' && data !== null && 'message' in data) {
    getAppEvents().publish({ type: AppEvents.alertSuccess.name, payload: [String(data.message)] });
  }
}

function showError(options: BackendSrvRequest, error: FetchError): void {
  if (error.isHandled !== true && options.showErrorAlert !== false) {
    getAppEvents().publish({
      type: error.status < 500 ? AppEvents.alertWarning.name : AppEvents.alertError.name,
      payload: [String(error.data.message || 'Unexpected error')],
    });
  }
}
