import { SERVICE_ISSUER, type Subject } from '@gatehouse/model';
import { isLive, type StoredCredential } from '../../store/credentialStore';
import { type Identified, notIdentified } from '../identified';
import type { PresentedCredential } from '../presented';
import { hashSecret, isWellFormed } from './secret';

interface Known {
  readonly credential: StoredCredential;
  readonly subject: Subject;
}

/**
 * The credentials that count at this moment, by the hashes of their secrets. How long a look-up takes says nothing about a
 * secret: it depends on its hash alone.
 */
export class KnownCredentials {
  #byHash: ReadonlyMap<string, Known> | undefined;
  #byId: ReadonlyMap<string, Known> = new Map();
  #newestFirst: readonly StoredCredential[] = [];

  /** Whether they were told once; before that nobody can be known or refused. */
  get told(): boolean {
    return this.#byHash !== undefined;
  }

  /** All of them, those that have ended lately included, the newest first. */
  get newestFirst(): readonly StoredCredential[] {
    return this.#newestFirst;
  }

  find(id: string): StoredCredential | undefined {
    return this.#byId.get(id)?.credential;
  }

  countLive(now: number): number {
    return this.#newestFirst.filter((credential) => isLive(credential, now)).length;
  }

  /** Replaces all of them at once; those that stay keep their `Subject` objects. */
  replace(credentials: readonly StoredCredential[]): void {
    const known = credentials.map((credential): Known => {
      const before = this.#byId.get(credential.id);
      const stays = before !== undefined && before.credential.name === credential.name;
      return { credential, subject: stays ? before.subject : subjectOf(credential.name) };
    });
    this.#byId = new Map(known.map((one) => [one.credential.id, one]));
    this.#byHash = new Map(known.map((one) => [one.credential.hash, one]));
    this.#newestFirst = credentials.toSorted(newerFirst);
  }

  /** @returns with the credential's id when it names somebody */
  recognise({ secret, name }: PresentedCredential, now: number): Identified & { id?: string } {
    if (this.#byHash === undefined) {
      return notIdentified(
        'credentials-unavailable',
        'no credentials were read from the store yet',
        'credentials-unavailable'
      );
    }
    if (!isWellFormed(secret)) {
      return notIdentified(
        'credential-malformed',
        'what came as a credential is not gate_ and 43 characters',
        'credential-invalid'
      );
    }
    const known = this.#byHash.get(hashSecret(secret));
    if (known === undefined) {
      return notIdentified('credential-unknown', 'there is no such credential', 'credential-invalid');
    }
    const { credential, subject } = known;
    if (name !== undefined && name !== credential.name) {
      return notIdentified(
        'credential-name',
        `the user name of basic auth is not that of the service: the credential ${credential.prefix}… is ${credential.name}'s`,
        'credential-invalid'
      );
    }
    if (credential.revokedAt !== null) {
      return notIdentified('credential-revoked', `${describe(credential)} was revoked`, 'credential-invalid');
    }
    if (!isLive(credential, now)) {
      return notIdentified('credential-expired', `${describe(credential)} has expired`, 'credential-invalid');
    }
    return { ok: true, subject, id: credential.id };
  }
}

function subjectOf(name: string): Subject {
  return { issuer: SERVICE_ISSUER, kind: 'service', id: name, emailVerified: false, groups: [], claims: {} };
}

function describe({ prefix, name }: StoredCredential): string {
  return `the credential ${prefix}… of ${name}`;
}

function newerFirst(a: StoredCredential, b: StoredCredential): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}
