import type { PolicyIndex } from '@gatehouse/model';
import type { CredentialDocument } from '@gatehouse/model/api';
import { isLive, type StoredCredential } from '../store/credentialStore';

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
