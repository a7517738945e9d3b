import type { Installation } from './installation';

/** What to do with a demo that is up. */
export function instructions({ grafanaUrl, proxyUrl, adminUrl }: Installation, folder: string): string {
  return `
Gatehouse is up.

  Grafana page   ${grafanaUrl}
  sign in as     carol (administrator), alice, bob or mallory; the password is the name

Try this:
  1. Sign in as carol and open Mappings: ${grafanaUrl}/a/gatehouse-tenancy-app/mappings
  2. In another browser (or a private window) sign in as alice and run checkout_orders_total in Explore.
  3. As carol, change or disable the mapping acme-developers and publish it with a comment.
  4. As alice, run the query again: the new policy decides it.

  proxy          ${proxyUrl} (queries), ${adminUrl} (admin API, /metrics, /readyz)
  everything     is kept in ${folder} and removed at the end

Ctrl-C stops everything.
`;
}
