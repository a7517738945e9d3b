import { request as httpRequest } from 'node:http';
import { createCookieJar } from '../../identity/cookieJar';

/** Somebody's browser without a screen: it keeps cookies per origin, follows redirects and fills in the login forms. */
export interface HttpBrowser {
  /** The `Cookie` header that Grafana would get. */
  cookies(): string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** A GET with any headers and any path, which `fetch` would not send; gives the status and the text. */
  fetchRaw(path: string, headers?: Record<string, string>): Promise<{ status: number; text: string }>;
  signIn(person: string): Promise<void>;
  /** Into Grafana's own form: the administrator, or a local user whose password is the name. */
  signInByPassword(login?: string): Promise<void>;
}

const MAX_REDIRECTS = 12;

export function createHttpBrowser(grafanaUrl: string): HttpBrowser {
  const jars = new Map<string, ReturnType<typeof createCookieJar>>();

  const request = async (url: URL, init: RequestInit = {}): Promise<Response> => {
    const jar = jars.get(url.origin) ?? createCookieJar();
    jars.set(url.origin, jar);
    const headers = { cookie: jar.header(url), ...Object.fromEntries(new Headers(init.headers)) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    jar.store(url, response.headers.getSetCookie());
    return response;
  };

  const follow = async (start: URL, init?: RequestInit): Promise<{ url: URL; response: Response }> => {
    let url = start;
    let response = await request(url, init);
    for (let step = 0; step < MAX_REDIRECTS; step += 1) {
      const location = response.headers.get('location');
      if (location === null) {
        return { url, response };
      }
      url = new URL(location, url);
      response = await request(url);
    }
    throw new Error(`more than ${MAX_REDIRECTS} redirects from ${start.href}`);
  };

  return {
    cookies: () => jars.get(grafanaUrl)?.header(new URL(grafanaUrl)) ?? '',
    fetch: (path, init) => request(new URL(path, grafanaUrl), init),
    fetchRaw: (path, headers = {}) =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(grafanaUrl);
        const cookie = jars.get(grafanaUrl)?.header(new URL(grafanaUrl)) ?? '';
        const sent = httpRequest({ hostname, port, path, headers: { cookie, ...headers } }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text })).on('error', reject);
        });
        sent.on('error', reject).end();
      }),
    async signIn(person) {
      const form = await follow(new URL('/login/generic_oauth', grafanaUrl));
      const body = new URLSearchParams({ user: person, password: person });
      const { url, response } = await follow(form.url, { method: 'POST', body });
      if (url.href !== `${grafanaUrl}/`) {
        throw new Error(`${person} ended at ${url.href} with ${response.status}`);
      }
    },
    async signInByPassword(login = 'admin') {
      const body = new URLSearchParams({ user: login, password: login });
      const { url, response } = await follow(new URL('/login', grafanaUrl), { method: 'POST', body });
      if (url.href !== `${grafanaUrl}/`) {
        throw new Error(`${login} ended at ${url.href} with ${response.status}`);
      }
    },
  };
}
