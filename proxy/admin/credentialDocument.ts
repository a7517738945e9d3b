import type { PolicyIndex } from '@gatehouse/model';
import { isLive, type StoredCredential } from '../store/credentialStore';

/** A credential as clients see it: neither its secret nor the hash of it. Times are ISO 8601 in UTC. */
export interface CredentialDocument {
  id: string;
  /** Of the service: principal `service:<name>`. */
  name: string;
  comment: string;
  /** The first characters of the secret. */
  prefix: string;
  state: 'live' | 'expired' | 'revoked';
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
  /** The id of the credential that a rotation made in its place. */
  replacedBy: string | null;
  /** Other processes' uses show a minute or two later. */
  lastUsedAt: string | null;
  /** The mappings of the policy in force that name the service, whatever their state; null while there is no policy. */
  mappings: string[] | null;
}

/** What a credential is shown with. */
export interface DocumentContext {
  now: number;
  lastUsed: (credential: StoredCredential) => number | undefined;
  /** Of the policy in force. */
  index: PolicyIndex | undefined;
}

export function toCredentialDocument(
  credential: StoredCredential,
  { now, lastUsed, index }: DocumentContext
): CredentialDocument {
  const { id, name, comment, prefix, createdAt, createdBy, expiresAt, revokedAt, revokedBy, replacedBy } = credential;
  return {
    id,
    name,
    comment,
    prefix,
    state: revokedAt !== null ? 'revoked' : isLive(credential, now) ? 'live' : 'expired',
    createdAt: new Date(createdAt).toISOString(),
    createdBy,
    expiresAt: timeOrNull(expiresAt),
    revokedAt: timeOrNull(revokedAt),
    revokedBy,
    replacedBy,
    lastUsedAt: timeOrNull(lastUsed(credential) ?? null),
    mappings:
      index === undefined ? null : (index.byPrincipal.get(`service:${name}`) ?? []).map(({ mapping }) => mapping.name),
  };
}

function timeOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
