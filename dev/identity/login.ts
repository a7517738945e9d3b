import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { loginPage } from './loginPage';
import { findPersonName, personOf } from './people';

const LOGIN_PATH = /^\/login\/[A-Za-z0-9_-]+$/;
const MAX_FORM_BYTES = 10_000;

/** Whether a request is for the login page. */
export function isLogin(path: string): boolean {
  return LOGIN_PATH.test(path);
}

/** Shows the login page, and on a post signs the person in and goes on with the authorization request. */
export async function login(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const action = request.url ?? '/';
  if (request.method !== 'POST') {
    answerPage(response, 200, loginPage(action));
    return;
  }
  const form = new URLSearchParams(await readForm(request));
  const name = findPersonName(form.get('user') ?? '');
  if (name === undefined || form.get('password') !== name) {
    answerPage(response, 401, loginPage(action, 'User or password is wrong.'));
    return;
  }
  await provider.interactionFinished(request, response, { login: { accountId: personOf(name).sub } });
}

function answerPage(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_FORM_BYTES) {
      throw new Error('the login form is too large');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
