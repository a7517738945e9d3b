import { type Endpoint, ENDPOINTS } from './endpoints';
import { isNever } from './never';
import { Refusal } from './refusal';

/** An endpoint, and the path by which it was asked for, in the endpoint's own spelling. */
export interface MatchedEndpoint {
  endpoint: Endpoint;
  /** `endpoint.path` with its variable part filled in, for example `/api/v1/label/job/values`. */
  path: string;
}

/** Finds the endpoint of a path and a method, or refuses. */
export type EndpointLookup = (path: string, method: string) => MatchedEndpoint;

const NAME = '[A-Za-z_][A-Za-z0-9_.:-]*';
const SEGMENT = '[A-Za-z0-9_.:@=-]+';

/** What the variable parts of paths may be, and an example of each. No encoded characters reach this point. */
export const PATH_PARTS: Readonly<Record<string, { pattern: string; example: string }>> = {
  label: { pattern: NAME, example: 'job' },
  // Of these paths VictoriaMetrics thinks first.
  tag: { pattern: `(?!(?:findSeries|tagSeries|tagMultiSeries|delSeries)$)${NAME}`, example: 'job' },
  function: { pattern: '[A-Za-z][A-Za-z0-9]*', example: 'sumSeries' },
  // Also nothing: `/vmui/` is the page itself.
  asset: { pattern: '(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*)?', example: 'assets/index.js' },
  grouping: {
    pattern: `job(?:@base64)?/${SEGMENT}(?:/${NAME}(?:@base64)?/${SEGMENT})*`,
    example: 'job/batch/instance/a',
  },
};

const VARIABLE = /:([a-z]+)/;

interface Pattern {
  /** The path before the variable part. */
  before: string;
  after: string;
  part: RegExp;
  endpoint: Endpoint;
}

/**
 * Builds the look-up of endpoints: exact paths by hash, the few with a variable part by pattern. Two rows that could answer
 * one path fail here, at start, and so does a row that must never be served.
 *
 * @throws Error when the table contradicts itself
 */
export function createEndpointLookup(endpoints: readonly Endpoint[] = ENDPOINTS): EndpointLookup {
  const exact = new Map<string, Endpoint>();
  const patterns: Pattern[] = [];
  for (const endpoint of endpoints) {
    checkRow(endpoint);
    for (const path of [endpoint.path, ...endpoint.aliases]) {
      const clash = ownerOf(exact, patterns, exampleOf(path)) ?? shadowedBy(exact, path);
      if (clash !== undefined) {
        throw new Error(`the endpoints ${endpoint.path} and ${clash.path} overlap at ${path}`);
      }
      const [before = '', name, after = ''] = path.split(VARIABLE);
      if (name === undefined) {
        exact.set(path, endpoint);
      } else {
        patterns.push({ before, after, part: partPattern(name), endpoint });
      }
    }
  }
  return (path, method) => {
    const matched = match(exact, patterns, path);
    if (matched === undefined) {
      throw new Refusal(404, 'not_found', 'endpoint-unknown', 'this path is not served');
    }
    const { methods } = matched.endpoint;
    if (!methods.some((allowed) => allowed === method)) {
      const allow = methods.join(', ');
      throw new Refusal(405, 'bad_data', 'method-not-allowed', `this path takes ${allow}`, { Allow: allow });
    }
    return matched;
  };
}

function match(
  exact: ReadonlyMap<string, Endpoint>,
  patterns: readonly Pattern[],
  path: string
): MatchedEndpoint | undefined {
  const endpoint = exact.get(path);
  if (endpoint !== undefined) {
    return { endpoint, path: endpoint.path };
  }
  for (const { before, after, part, endpoint } of patterns) {
    if (path.startsWith(before) && path.endsWith(after) && path.length >= before.length + after.length) {
      const value = path.slice(before.length, path.length - after.length);
      if (part.test(value)) {
        return { endpoint, path: endpoint.path.replace(VARIABLE, () => value) };
      }
    }
  }
  return undefined;
}

function partPattern(name: string): RegExp {
  const part = PATH_PARTS[name];
  if (part === undefined) {
    throw new Error(`no pattern is known for :${name}`);
  }
  return new RegExp(`^(?:${part.pattern})$`);
}

function exampleOf(path: string): string {
  return path.replace(VARIABLE, (_all, name: string) => PATH_PARTS[name]?.example ?? name);
}

function ownerOf(
  exact: ReadonlyMap<string, Endpoint>,
  patterns: readonly Pattern[],
  path: string
): Endpoint | undefined {
  return match(exact, patterns, path)?.endpoint;
}

/** An exact path that a new pattern would answer as well. */
function shadowedBy(exact: ReadonlyMap<string, Endpoint>, path: string): Endpoint | undefined {
  const [before = '', name, after = ''] = path.split(VARIABLE);
  if (name === undefined) {
    return undefined;
  }
  const part = partPattern(name);
  const [, endpoint] =
    [...exact].find(
      ([other]) =>
        other.startsWith(before) &&
        other.endsWith(after) &&
        part.test(other.slice(before.length, other.length - after.length))
    ) ?? [];
  return endpoint;
}

function checkRow(endpoint: Endpoint): void {
  const { path, aliases, access, filtering, answer, upstream } = endpoint;
  const asked = Object.values(upstream).map((template) => template.replace('{path}', () => path));
  const never = [path, ...aliases, ...asked].find((one) => isNever(exampleOf(one)));
  if (never !== undefined) {
    throw new Error(`${never} must never be served`);
  }
  if (Object.keys(upstream).length === 0) {
    throw new Error(`the endpoint ${path} exists on no kind of backend`);
  }
  if ((filtering === 'empty' || filtering === 'rules') && answer === undefined) {
    throw new Error(`the endpoint ${path} has no answer for people with filters`);
  }
  if (access === 'write' && (endpoint.contentTypes === undefined || endpoint.encodings === undefined)) {
    throw new Error(`the endpoint ${path} does not say what a write may be`);
  }
}
