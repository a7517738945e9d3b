import { SERVICE_ISSUER } from '../subject';
import type { Finding } from './finding';
import type { Mapping, Policy } from './shape';

/** Which principals name somebody, as far as that is known. */
export interface KnownPrincipals {
  /** Those that name somebody who came, or a service that has a credential. */
  readonly principals: ReadonlySet<string>;
  /** Whether somebody came at all; before that nothing can be said about people. */
  readonly somebodyCame: boolean;
  /** Whether the groups of those who came are kept, and which of their claims. */
  readonly groups: boolean;
  readonly claims: readonly string[];
  /** Of how many who came not all groups and claims are known. */
  readonly incomplete: number;
}

/**
 * Finds the principals of mappings that count which name nobody who is known: most likely they are misspelt. Each is told of once,
 * where it stands first.
 *
 * @param now milliseconds since the epoch
 */
export function findUnseenPrincipals(policy: Policy, known: KnownPrincipals, now: number): Finding[] {
  const told = new Set<string>();
  return policy.mappings.flatMap((mapping, index) =>
    counts(mapping, now)
      ? mapping.principals.flatMap((principal, position) => {
          if (told.has(principal) || known.principals.has(principal) || !canBeJudged(principal, known)) {
            return [];
          }
          told.add(principal);
          return [
            {
              code: 'principal-unseen',
              path: ['mappings', index, 'principals', position],
              ...say(principal, mapping, known),
            },
          ];
        })
      : []
  );
}

function counts({ enabled, expires }: Mapping, now: number): boolean {
  return enabled && (expires === undefined || Date.parse(expires) > now);
}

function canBeJudged(principal: string, { somebodyCame, groups, claims }: KnownPrincipals): boolean {
  const [kind = '', ...rest] = principal.split(':');
  switch (kind) {
    case 'service':
      return true;
    case 'user':
    case 'domain':
      return somebodyCame;
    case 'group':
      return somebodyCame && groups;
    case 'claim':
      return somebodyCame && claims.includes(rest.join(':').split('=', 1)[0] ?? '');
    default:
      return false;
  }
}

function say(principal: string, { name }: Mapping, { incomplete }: KnownPrincipals): { message: string; hint: string } {
  if (principal.startsWith('service:')) {
    return {
      message: `mapping ${name} names ${principal}, and there is no live credential with this name`,
      hint: `correct the name, or make a credential for it; services come from ${SERVICE_ISSUER} alone`,
    };
  }
  const doubt =
    incomplete > 0 && /^(?:group|claim):/.test(principal) ? `; of ${incomplete} who came not all of that is known` : '';
  return {
    message: `mapping ${name} names ${principal}, and nobody who came lately has it${doubt}`,
    hint: 'look at the list of those who came for how it is spelt there, or ignore this for somebody who is yet to come',
  };
}
