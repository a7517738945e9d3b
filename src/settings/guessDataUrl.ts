/** The data listener's port unless the proxy's configuration names another. */
const DEFAULT_PORT = '8431';

/** Where the proxy's data listener probably is: on the admin listener's host, at its default port. Empty when there is no telling. */
export function guessDataUrl(proxyUrl: string | undefined): string {
  try {
    const url = new URL(proxyUrl ?? '');
    url.port = DEFAULT_PORT;
    return url.origin;
  } catch {
    return '';
  }
}
