import { type Claims, isObject } from './readPath';

/**
 * Says whether the issuer left the claim at a path out of the token. Entra ID does so with the groups of people who are in many
 * (above 200 in a JSON Web Token): then `_claim_names` tells where they could be asked for, or `hasgroups` that there are some.
 *
 * @see OpenID Connect Core 1.0, section 5.6.2 (distributed claims)
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#groups-overage-claim
 */
export function isLeftOut(claims: Claims, path: string): boolean {
  const { _claim_names: elsewhere, hasgroups: hasGroups } = claims;
  const named = isObject(elsewhere) ? Object.keys(elsewhere) : [];
  const missing = [
    ...named,
    ...(hasGroups === true || hasGroups === 'true' ? ['groups'] : []),
    ...Object.keys(claims).flatMap((key) => /^([^]+):src[0-9]+$/.exec(key)?.[1] ?? []),
  ];
  return missing.some((name) => path === name || path.startsWith(`${name}.`));
}
