import type { AuthRoute, AuthUser } from './authConfig';
import { readSourcePath } from './sourcePath';

/** What vmauth would do with a request. */
export type Routed =
  /** It refuses, or does something that is of no interest. */
  | { kind: 'nowhere' }
  /** It depends on more than the path, or on what is not understood. */
  | { kind: 'unclear' }
  | { kind: 'to'; rule: number | 'url_prefix'; path: string };

/** Whether a rule looks at more than the path. */
export function hasConditions({ src_hosts, src_query_args, src_headers }: AuthRoute): boolean {
  return src_hosts !== undefined || src_query_args !== undefined || src_headers !== undefined;
}

/**
 * Follows a request through a user's rules: the first whose path matches counts, then `url_prefix`.
 *
 * @param path clean, as vmauth has it after it removed dots and repeated slashes
 */
export function routeRequest(user: AuthUser, path: string): Routed {
  for (const [index, rule] of (user.url_map ?? []).entries()) {
    const patterns = rule.src_paths?.map(readSourcePath);
    if (patterns?.includes(undefined) === true) {
      return { kind: 'unclear' };
    }
    // An empty list is as none.
    if (patterns === undefined || patterns.length === 0 || patterns.some((pattern) => pattern?.test(path))) {
      return hasConditions(rule)
        ? { kind: 'unclear' }
        : {
            kind: 'to',
            rule: index,
            path: dropParts(path, rule.drop_src_path_prefix_parts ?? user.drop_src_path_prefix_parts),
          };
    }
  }
  return user.url_prefix === undefined
    ? { kind: 'nowhere' }
    : { kind: 'to', rule: 'url_prefix', path: dropParts(path, user.drop_src_path_prefix_parts) };
}

function dropParts(path: string, count: number): string {
  return count === 0
    ? path
    : `/${path
        .split('/')
        .slice(count + 1)
        .join('/')}`;
}
