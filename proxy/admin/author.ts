import { loginOf } from './loginOf';

/** Who publishes when Grafana does not say so. */
const UNNAMED = 'admin-token';

/** Names the author of a change: the login in Grafana's `X-Grafana-Context`. */
export function authorOf(header: string | string[] | undefined): string {
  return loginOf(header) ?? UNNAMED;
}
