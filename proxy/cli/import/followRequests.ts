import type { AuthUser } from './authConfig';
import { placeOf } from './placeOf';
import type { TenantPlace } from './policyDraft';
import type { Target } from './readTarget';
import { routeRequest } from './routeRequest';
import { sampleRequests } from './sampleRequests';
import { tenantPrefixOf } from './sourcePath';

/** A rule of a user: its index in `url_map`, or what holds for all paths that no rule takes. */
export type RuleName = number | 'url_prefix';

/** Everything of a user that leads to the same series. */
export interface Reach {
  place: TenantPlace;
  target: Target;
  /** The rules that lead here, in the order in which they were found; at least one. */
  rules: readonly [RuleName, ...RuleName[]];
  /** What gets through, by `sampleKey`. */
  reached: Readonly<Record<'read' | 'write', ReadonlySet<string>>>;
}

interface Found {
  place: TenantPlace;
  target: Target;
  rules: [RuleName, ...RuleName[]];
  reached: Record<'read' | 'write', Set<string>>;
}

/** Tells samples of one kind of backend apart. */
export function sampleKey({ endpoint, upstream }: { endpoint: string; upstream: string }): string {
  return `${endpoint} ${upstream}`;
}

/**
 * Follows everything that a user could ask through their rules, and tells where it leads.
 *
 * @param targets of the rules that are understood; several of a rule are used in turns, so all must lead to the same series
 */
export function followRequests(user: AuthUser, targets: ReadonlyMap<RuleName, readonly Target[]>): Reach[] {
  const patterns = (user.url_map ?? []).flatMap(({ src_paths }) => src_paths ?? []);
  const prefixes = [...new Set(patterns.flatMap((pattern) => tenantPrefixOf(pattern) ?? []))];
  const kinds = new Set([...targets.values()].flat().map(({ backend }) => backend.kind));
  const reaches = new Map<string, Found>();
  for (const kind of kinds) {
    for (const sample of sampleRequests(kind)) {
      for (const asked of [...sample.asked, ...prefixes.map((prefix) => `${prefix}${sample.upstream}`)]) {
        const routed = routeRequest(user, asked);
        if (routed.kind !== 'to') {
          continue;
        }
        const found = (targets.get(routed.rule) ?? []).map((target) => ({
          target,
          place: target.backend.kind === kind ? placeOf(target, routed.path, sample) : undefined,
        }));
        const keys = new Set(found.map(({ target, place }) => JSON.stringify([place, target.labels, target.filters])));
        const [key] = keys;
        const [first] = found;
        if (first?.place === undefined || key === undefined || keys.size > 1) {
          continue;
        }
        const reach: Found = reaches.get(key) ?? {
          place: first.place,
          target: first.target,
          rules: [routed.rule],
          reached: { read: new Set(), write: new Set() },
        };
        if (!reach.rules.includes(routed.rule)) {
          reach.rules.push(routed.rule);
        }
        reach.reached[sample.access].add(sampleKey(sample));
        reaches.set(key, reach);
      }
    }
  }
  return [...reaches.values()];
}
