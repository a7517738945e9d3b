import { parsePrincipal, type Subject } from '@gatehouse/model';
import type { JWTPayload } from 'jose';
import type { IssuerConfig } from '../config/schema';
import { isLeftOut } from './claims/leftOut';
import { readEmail } from './claims/readEmail';
import { readGroups } from './claims/readGroups';
import { readPath, readSingle } from './claims/readPath';
import { readText } from './claims/readText';
import { readVmAccessClaims } from './claims/readVmAccessClaims';
import { type NotIdentified, notIdentified } from './identified';

/** Longest id and name, in characters: no principal is longer. */
const MAX_LENGTH = 512;

/** The most groups, and the most values of a further claim, that count of one subject. */
const MAX_VALUES = 2_000;

/** Something about verified claims that an administrator should see in the log. */
export interface ClaimWarning {
  event: string;
  message: string;
}

/**
 * `failed`: another token of the issuer came and is not good, an ID token that has expired, say. `withheld`: it may have been
 * taken away on purpose.
 */
export type MissingToken = 'none' | 'failed' | 'withheld';

export type MappedClaims = { ok: true; subject: Subject; warnings: readonly ClaimWarning[] } | NotIdentified;

/**
 * Reads a subject out of verified claims, by the paths that the issuer's configuration gives.
 *
 * @param tokens the claims of each verified token of the request, the preferred one first; what it lacks (access tokens often
 *   carry no groups) is taken from the next one, which names the same subject
 * @param missing whether a token of the issuer is missing that would perhaps have told more
 */
export function claimsToSubject(
  { name, claims: paths, assumeEmailVerified, groupSeparator, trustVmAccess }: IssuerConfig,
  tokens: readonly JWTPayload[],
  missing: MissingToken = 'none'
): MappedClaims {
  const { id: idPath, email, emailVerified, name: namePath, groups: groupPaths, ...others } = paths;
  const single = (path: string) =>
    tokens.map((claims) => readText(readSingle(claims, path), MAX_LENGTH)).find((value) => value !== undefined);
  const id = single(idPath);
  if (id === undefined) {
    return notIdentified('token-claim', `the token has no usable "${idPath}", by which ${name} names people`);
  }

  const valuesAt = (path: string, read: (value: unknown) => string[]) =>
    tokens.map((claims) => readPath(claims, path).flatMap(read)).find((values) => values.length > 0) ?? [];
  const groupsAt = (path: string) => valuesAt(path, (value) => readGroups(value, groupSeparator));
  const groups = nameable('group:', groupPaths.flatMap(groupsAt));
  const leftOut = groupPaths.some(
    (path) => groupsAt(path).length === 0 && tokens.some((claims) => isLeftOut(claims, path))
  );
  const told = (path: string) => tokens.some((token) => readPath(token, path).length > 0);
  const untold = ![email, ...groupPaths, ...Object.values(others).flat()].every(told);
  const claimsIncomplete = missing === 'withheld' || (missing === 'failed' && untold);
  const claims = Object.entries(others).map(
    ([claim, all]) =>
      [
        claim,
        nameable(
          `claim:${claim}=`,
          all.flatMap((path) => valuesAt(path, readTexts))
        ),
      ] as const
  );
  const excessive = claims.find(([, values]) => values.length > MAX_VALUES);
  if (excessive !== undefined) {
    return notIdentified('token-claim', `the token has more than ${MAX_VALUES} values for the claim "${excessive[0]}"`);
  }

  const groupsIncomplete = leftOut || groups.length > MAX_VALUES;
  const vmAccess = readVmAccessClaims(trustVmAccess, tokens);
  return {
    ok: true,
    subject: {
      issuer: name,
      kind: 'user',
      id,
      ...readEmail(tokens, { email, emailVerified }, assumeEmailVerified),
      name: single(namePath),
      groups: groups.slice(0, MAX_VALUES),
      ...(groupsIncomplete && { groupsIncomplete }),
      ...(claimsIncomplete && { claimsIncomplete }),
      claims: Object.fromEntries(claims),
      ...vmAccess,
    },
    warnings: [
      ...(groupsIncomplete ? [groupsWarning(leftOut)] : []),
      ...(claimsIncomplete ? [CLAIMS_WARNING] : []),
      ...(vmAccess.vmAccessProblem === undefined
        ? []
        : [{ event: 'vm-access-unusable', message: `vm_access gives nothing: ${vmAccess.vmAccessProblem}` }]),
    ],
  };
}

const CLAIMS_WARNING: ClaimWarning = {
  event: 'claims-incomplete',
  message: 'another token of the issuer is missing or not good: every denial of a group, an address or a claim applies',
};

function groupsWarning(leftOut: boolean): ClaimWarning {
  const what = leftOut
    ? 'the issuer left groups out of the token'
    : `the token has more than ${MAX_VALUES} groups, and no more count`;
  return {
    event: 'groups-incomplete',
    message: `${what}: every denial of a group applies, and so does every exception of one`,
  };
}

/**
 * Each once, without those that no principal of a policy can name: too long, empty, or with control characters. One more than
 * count at most: nobody needs to know how many more there are.
 */
function nameable(prefix: string, values: readonly string[]): string[] {
  const found: string[] = [];
  for (const value of new Set(values)) {
    if (found.length > MAX_VALUES) {
      break;
    }
    if ('principal' in parsePrincipal(prefix + value)) {
      found.push(value);
    }
  }
  return found;
}

/** A text, or an array's texts, as they are. */
function readTexts(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}
