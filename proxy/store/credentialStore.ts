import type { Within } from './database';
import { StoreRefusal } from './storeRefusal';

/** A machine's credential as it is kept: everything but the secret itself. Times are milliseconds since the epoch. */
export interface StoredCredential {
  readonly id: string;
  /** Of the service that it names; several credentials may have one name. */
  readonly name: string;
  readonly comment: string;
  /** The first characters of the secret, by which people recognise it. */
  readonly prefix: string;
  /** SHA-256 of the secret, from `hashSecret`. */
  readonly hash: string;
  readonly createdAt: number;
  readonly createdBy: string;
  /** It counts before this moment; null when it does not end by itself. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly revokedBy: string | null;
  /** The id of the credential that a rotation made in its place. */
  readonly replacedBy: string | null;
  /** As far as it was noted: use is noted some time after it happened. */
  readonly lastUsedAt: number | null;
}

export type NewCredential = Pick<
  StoredCredential,
  'id' | 'name' | 'comment' | 'prefix' | 'hash' | 'createdAt' | 'createdBy' | 'expiresAt'
>;

/** Tells one state of the credentials from another. */
export interface CredentialVersion {
  /** Counts changes from 0. */
  readonly number: number;
  /** Random, so that a restored store with as many changes is told apart. */
  readonly stamp: string;
}

/** How many credentials are kept. */
export interface CredentialBounds {
  /** Most live ones. */
  readonly live: number;
  /** Most that have expired or were revoked; the longest gone are forgotten first. */
  readonly ended: number;
  /** Milliseconds after which one that has ended is forgotten. */
  readonly keepEnded: number;
}

/**
 * Keeps machines' credentials. Every method may reject with `StoreUnavailable`; when a promise resolves, what was written
 * survives a crash of the process or the machine. Whatever changes a credential, other than its use, makes a new version.
 * `within` is what else happens in the same transaction, if the call changes something.
 */
export interface CredentialStore {
  /** Cheap enough to be asked twice a second. */
  version(): Promise<CredentialVersion>;
  /** All of them, those that have ended lately included, in no order; as new as the version or newer. */
  all(): Promise<{ version: CredentialVersion; credentials: StoredCredential[] }>;
  /** @throws CredentialRefusal `too-many` */
  create(credential: NewCredential, within?: Within): Promise<void>;
  /**
   * Puts a credential in the place of another one, which expires at the given moment unless it does so earlier.
   *
   * @throws CredentialRefusal `unknown`, `ended`, `replaced` or `too-many`
   */
  replace(id: string, successor: NewCredential, expiresAt: number, within?: Within): Promise<void>;
  /**
   * Revokes one for good; one that was revoked before stays as it is.
   *
   * @returns whether it was this call that revoked it
   * @throws CredentialRefusal `unknown`
   */
  revoke(id: string, at: number, by: string, within?: Within): Promise<boolean>;
  /** @throws CredentialRefusal `unknown` or `ended`; `replaced` for a later end of one that has a successor */
  edit(
    id: string,
    changes: Partial<Pick<StoredCredential, 'comment' | 'expiresAt'>>,
    now: number,
    within?: Within
  ): Promise<void>;
  /**
   * Notes when credentials were last used; an older moment than the one noted changes nothing.
   *
   * @param uses by the credentials' ids; unknown ones are left out
   */
  noteUse(uses: Iterable<readonly [string, number]>): Promise<void>;
  /** Forgets those that ended too long ago. */
  forgetEnded(now: number): Promise<void>;
}

/** What was asked for contradicts what is kept. */
export class CredentialRefusal extends StoreRefusal {
  constructor(readonly code: 'unknown' | 'ended' | 'replaced' | 'too-many') {
    super(`the credential cannot be changed: ${code}`);
    this.name = 'CredentialRefusal';
  }
}

/** Whether a credential neither was revoked nor has expired. */
export function isLive(credential: Pick<StoredCredential, 'revokedAt' | 'expiresAt'>, now: number): boolean {
  return credential.revokedAt === null && (credential.expiresAt === null || now < credential.expiresAt);
}
