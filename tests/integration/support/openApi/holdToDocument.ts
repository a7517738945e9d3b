import { ApiDocument } from './apiDocument';

/** Larger answers are not looked at, in characters: that would take longer than what is tested. */
const MOST = 1024 * 1024;

/**
 * Makes what holds answers of the admin API to its own document.
 *
 * @param adminUrl without a slash at the end
 * @returns throws an Error that says what does not agree
 */
export function holdToDocument(adminUrl: string): (path: string, method: string, response: Response) => Promise<void> {
  let document: Promise<ApiDocument> | undefined;
  const read = async () => new ApiDocument(await (await fetch(`${adminUrl}/v1/openapi.json`)).json());

  return async (path, method, response) => {
    const { pathname } = new URL(path, adminUrl);
    if (!pathname.startsWith('/v1/') || method === 'HEAD' || Number(response.headers.get('content-length')) > MOST) {
      return;
    }
    document ??= read();
    const api = await document;
    const operation = api.find(method, pathname.slice('/v1'.length));
    // What is said to an unknown method is not an operation's.
    if (operation === undefined || response.status === 405) {
      return;
    }
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    if (mediaType === 'application/jsonl') {
      return;
    }
    const text = await response.clone().text();
    const misfit = api.misfit(operation, { status: response.status, mediaType, text });
    if (misfit !== undefined) {
      throw new Error(`${method} ${path} was answered otherwise than described: ${misfit}\n${text.slice(0, 1_000)}`);
    }
  };
}
