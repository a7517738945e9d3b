import { coversGrant, coversSubjects, outgrowsLimits } from './coverage';
import type { Finding } from './finding';
import type { AllowMapping, Grant, Mapping } from './shape';

/** A grant at its place. */
interface Place {
  mapping: AllowMapping;
  index: number;
  grant: Grant;
  position: number;
}

/** With how many others one grant is compared at most, so that a policy of equal grants takes no longer than another. */
const MOST_COMPARED = 50;

/**
 * Finds the grants without which nobody would have less: another one gives at least as much to at least the same subjects for at
 * least as long. All of them can be removed together.
 *
 * @param counts which mappings may grant something at all
 */
export function coveredGrants(mappings: readonly Mapping[], counts: (mapping: Mapping) => boolean): Finding[] {
  const places = mappings.flatMap((mapping, index) =>
    mapping.effect === 'allow' && counts(mapping)
      ? mapping.grants.map((grant, position): Place => ({ mapping, index, grant, position }))
      : []
  );
  const byPrincipal = new Map<string, Place[]>();
  for (const place of places) {
    for (const principal of new Set(place.mapping.principals)) {
      const key = `${place.grant.tenant} ${principal}`;
      const others = byPrincipal.get(key);
      if (others === undefined) {
        byPrincipal.set(key, [place]);
      } else if (others.length <= MOST_COMPARED) {
        others.push(place);
      }
    }
  }
  return places.flatMap((place) => {
    const cover = candidates(byPrincipal, place).find(
      (other) => other !== place && covers(other, place) && (isBefore(other, place) || !covers(place, other))
    );
    return cover === undefined ? [] : [finding(place, cover)];
  });
}

/** Whoever covers a grant names its first principal, or everybody who has it. */
function candidates(byPrincipal: ReadonlyMap<string, Place[]>, { mapping, grant }: Place): Place[] {
  const [principal = ''] = mapping.principals;
  const domain = principal.startsWith('user:') && principal.includes('@') ? principal.split('@').at(-1) : undefined;
  return [principal, 'authenticated', ...(domain === undefined ? [] : [`domain:${domain}`])]
    .flatMap((one) => byPrincipal.get(`${grant.tenant} ${one}`) ?? [])
    .slice(0, MOST_COMPARED);
}

function covers(wider: Place, narrower: Place): boolean {
  return (
    coversGrant(wider.grant, narrower.grant) &&
    (wider.mapping === narrower.mapping ||
      (outgrowsLimits(wider.mapping.limits, narrower.mapping.limits) &&
        coversSubjects(wider.mapping, narrower.mapping)))
  );
}

/** Of two grants that cover each other the first one stays. */
function isBefore(a: Place, b: Place): boolean {
  return a.index < b.index || (a.index === b.index && a.position < b.position);
}

function finding({ mapping, index, grant, position }: Place, cover: Place): Finding {
  const where = cover.mapping === mapping ? `its grant ${cover.position + 1}` : `mapping ${cover.mapping.name}`;
  return {
    code: 'grant-covered',
    path: ['mappings', index, 'grants', position],
    message: `what mapping ${mapping.name} grants on ${grant.tenant} here, ${where} grants to the same subjects already`,
    hint:
      mapping.grants.length === 1
        ? `remove mapping ${mapping.name}, or change what it grants`
        : `remove this grant of ${grant.tenant} from mapping ${mapping.name}, or change what it grants`,
  };
}
