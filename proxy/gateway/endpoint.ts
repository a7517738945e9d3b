import { type Endpoint, ENDPOINTS } from './endpoints';
import { Refusal } from './refusal';

/** Finds the endpoint of a path and a method, or refuses. */
export type EndpointLookup = (path: string, method: string) => Endpoint;

// A label name has one spelling here: no encoded characters reach this point.
const LABEL_NAME = '[A-Za-z_][A-Za-z0-9_.:-]*';

/**
 * Builds the look-up of endpoints: exact paths by hash, the few with a label name by pattern. Two rows that could answer
 * one path fail here, at start.
 *
 * @throws Error when the table contradicts itself
 */
export function createEndpointLookup(endpoints: readonly Endpoint[] = ENDPOINTS): EndpointLookup {
  const exact = new Map<string, Endpoint>();
  const patterns: Array<{ pattern: RegExp; endpoint: Endpoint }> = [];
  for (const endpoint of endpoints) {
    const pattern = new RegExp(`^${endpoint.path.replaceAll('.', '\\.').replace(':name', LABEL_NAME)}$`);
    const clash = endpoints.find((other) => other !== endpoint && pattern.test(other.path.replace(':name', 'name')));
    if (clash !== undefined) {
      throw new Error(`the endpoints ${endpoint.path} and ${clash.path} overlap`);
    }
    if (endpoint.path.includes(':name')) {
      patterns.push({ pattern, endpoint });
    } else {
      exact.set(endpoint.path, endpoint);
    }
  }
  return (path, method) => {
    const endpoint = exact.get(path) ?? patterns.find(({ pattern }) => pattern.test(path))?.endpoint;
    if (endpoint === undefined) {
      throw new Refusal(404, 'not_found', 'endpoint-unknown', 'this path is not served');
    }
    if (!endpoint.methods.some((allowed) => allowed === method)) {
      const allow = endpoint.methods.join(', ');
      throw new Refusal(405, 'bad_data', 'method-not-allowed', `this path takes ${allow}`, { Allow: allow });
    }
    return endpoint;
  };
}
