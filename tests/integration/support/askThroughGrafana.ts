import type { HttpBrowser } from '../../../dev/grafana/testing/httpBrowser';
import { waitFor } from '../../../dev/processes/waitFor';
import type { Proxy } from './startProxy';

/** The two ways from a browser to a data source; see dev/README.md. */
export type Way = 'the data source proxy' | "the server's own query";

/** Whose series were seen, or the code by which the proxy refused, as its log has it. */
export type Seen = { sees: string[] } | { refused: string };

/** Asks a data source for the series `probe`. */
export type Ask = (
  way: Way,
  browser: HttpBrowser,
  dataSource: string,
  headers?: Record<string, string>
) => Promise<Seen>;

/**
 * Asks through Grafana, and looks into the proxy's log for the reason of a refusal: Grafana keeps some of them to itself.
 *
 * @throws Error when Grafana itself refuses, so that the question never came to the proxy
 */
export function askThroughGrafana(proxy: Proxy): Ask {
  return async (way, browser, dataSource, headers = {}) => {
    const refusedBefore = proxy.events('request-refused').length;
    const response = await WAYS[way](browser, dataSource, headers);
    const text = await response.text();
    return response.ok ? { sees: tenantsIn(text) } : lastRefusal(proxy, refusedBefore);
  };
}

/** Whose series are in an answer of VictoriaMetrics, or in one of Grafana's around it. */
export function tenantsIn(text: string): string[] {
  return [...text.matchAll(/\\?"tenant\\?":\\?"(\w+)\\?"/g)].flatMap(([, tenant]) => tenant ?? []).sort();
}

/**
 * The proxy's next refusal. Its log comes a little later than its answers, so each refusal has to be waited for before the next
 * question is asked.
 */
export async function lastRefusal(proxy: Proxy, refusedBefore: number): Promise<Seen> {
  const refusal = await waitFor(
    'a refusal in the log of the proxy',
    () => Promise.resolve(proxy.events('request-refused')[refusedBefore]),
    { timeoutMilliseconds: 10_000, everyMilliseconds: 5 }
  );
  return { refused: String(refusal.reason) };
}

const WAYS: Readonly<
  Record<Way, (browser: HttpBrowser, dataSource: string, headers: Record<string, string>) => Promise<Response>>
> = {
  'the data source proxy': (browser, dataSource, headers) =>
    browser.fetch(`/api/datasources/proxy/uid/${dataSource}/api/v1/query?query=probe`, { headers }),
  "the server's own query": (browser, dataSource, headers) =>
    browser.fetch('/api/ds/query', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ queries: [{ refId: 'A', datasource: { uid: dataSource }, expr: 'probe' }] }),
    }),
};
