import type { Subject } from '@gatehouse/model';
import type { JWTPayload } from 'jose';
import type { IssuerConfig } from '../config/schema';
import { type NotIdentified, notIdentified } from './identified';

/**
 * Reads a subject out of verified claims, by the paths that the issuer's configuration gives.
 *
 * @param tokens the claims of each verified token of the request, the preferred one first; what it lacks (access tokens often
 *   carry no groups) is taken from the next one, which names the same subject
 */
export function claimsToSubject(
  { name, claims: paths, assumeEmailVerified }: IssuerConfig,
  tokens: readonly JWTPayload[]
): { ok: true; subject: Subject } | NotIdentified {
  const read = (path: string) => tokens.map((claims) => readPath(claims, path)).find((value) => value !== undefined);
  const readAll = (all: readonly string[]) => [...new Set(all.flatMap((path) => texts(read(path))))];
  const { id: idPath, email: emailPath, emailVerified, name: namePath, groups, ...others } = paths;
  const id = text(read(idPath));
  if (id === undefined) {
    return notIdentified('token-claim', `the token has no usable "${idPath}", by which ${name} names people`);
  }
  const withEmail = tokens.find((claims) => text(readPath(claims, emailPath)) !== undefined);
  const claims = Object.entries(others).map(([claim, all]) => [claim, readAll(all)] as const);
  return {
    ok: true,
    subject: {
      issuer: name,
      kind: 'user',
      id,
      email: text(withEmail && readPath(withEmail, emailPath)),
      emailVerified: withEmail !== undefined && isVerified(readPath(withEmail, emailVerified), assumeEmailVerified),
      name: text(read(namePath)),
      groups: readAll(groups),
      claims: Object.fromEntries(claims),
    },
  };
}

/** An issuer that says anything but "true" says no; one that says nothing is believed only when the configuration says so. */
function isVerified(value: unknown, assumed: boolean): boolean {
  return value === undefined ? assumed : value === true || value === 'true';
}

/** Follows a dotted path; a claim whose own name has dots (`https://example.com/groups`) is found first. */
function readPath(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(claims, path)) {
    return claims[path];
  }
  return path
    .split('.')
    .reduce<unknown>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), claims);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A list of names: an array's strings, or the one string. Nothing is split or converted, so that names match exactly. */
function texts(value: unknown): string[] {
  return [value].flat().flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []));
}
