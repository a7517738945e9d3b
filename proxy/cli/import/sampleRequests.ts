import type { BackendKind } from '@gatehouse/model';
import { type Endpoint, ENDPOINTS } from '../../gateway/endpoints';

/** A request that Gatehouse would let through to a backend. */
export interface Sample {
  access: 'read' | 'write';
  /** The endpoint's path in single-node form. */
  endpoint: string;
  /** The path below the backend's URL, and in a cluster below the tenant. */
  upstream: string;
  /** Paths by which a client of vmauth could ask for it. */
  asked: readonly string[];
}

/** Two that no rule is written for, so that who gets both through gets all. */
const VARIABLE_PARTS = ['a0', 'Zz9_x'] as const;

/**
 * What somebody has to get through vmauth to have what a read or write grant gives: the questions about series, and the ways to
 * write below `/prometheus`. Other protocols show and take the same series.
 */
export function sampleRequests(kind: BackendKind): Sample[] {
  return ENDPOINTS.filter(
    ({ api, filtering, path }) =>
      filtering === 'honoured' &&
      (['prometheus', 'export'].includes(api) || (api === 'write' && path.startsWith('/api/v1/')))
  ).flatMap((endpoint) => samplesOf(endpoint, kind));
}

function samplesOf({ path, aliases, access, upstream }: Endpoint, kind: BackendKind): Sample[] {
  const template = upstream[kind];
  if (template === undefined) {
    return [];
  }
  const parts = /:[a-z]+/.test(path) ? VARIABLE_PARTS : ([''] as const);
  return parts.map((part) => {
    const filled = path.replace(':label', part).replace(':grouping', `job/${part}`);
    const below = template.replace('{path}', filled);
    return {
      access,
      endpoint: path,
      upstream: below,
      asked: [...new Set([filled, `/prometheus${filled}`, below, ...aliases.filter((alias) => !alias.includes(':'))])],
    };
  });
}
