import { type ImpactSubject, type KnownPrincipals, principalsOf, type Subject } from '@gatehouse/model';
import type { Config } from '../../config/schema';
import { type CredentialStore, isLive } from '../../store/credentialStore';
import type { SubjectPosition, SubjectStore } from '../../store/subjectStore';

/** How long what is known of principals counts, in milliseconds. */
const KEPT_FOR = 30_000;

/** How many subjects are read at a time. */
const READ_AT_A_TIME = 1_000;

/** The most that is held in memory: subjects by the characters of what they consist of, and principals. */
const MOST_CHARACTERS = 128 * 1024 * 1024;
const MOST_PRINCIPALS = 500_000;

/** Those who came, as far as there was room for them. */
export interface EverybodyKnown {
  readonly subjects: ImpactSubject[];
  /** False when there were too many. */
  readonly complete: boolean;
}

/** Who came lately, and who has a credential, from the desk's own connection to the store. */
export class KnownSubjects {
  #everybody: Promise<EverybodyKnown> | undefined;
  #principals: { known: Promise<KnownPrincipals | undefined>; until: number } | undefined;

  constructor(
    private readonly subjects: Pick<SubjectStore, 'window' | 'find'>,
    private readonly credentials: Pick<CredentialStore, 'all'>,
    private readonly config: Config['seenSubjects'],
    /** Milliseconds since the epoch. */
    private readonly now: () => number
  ) {}

  /**
   * All who came, newest first. Those who ask at the same time get the same list: it may be large.
   *
   * @throws StoreUnavailable
   */
  everybody(): Promise<EverybodyKnown> {
    this.#everybody ??= this.#readEverybody().finally(() => (this.#everybody = undefined));
    return this.#everybody;
  }

  async #readEverybody(): Promise<EverybodyKnown> {
    const subjects: ImpactSubject[] = [];
    let characters = 0;
    for await (const member of this.#all()) {
      characters += sizeOf(member);
      if (characters > MOST_CHARACTERS) {
        return { subjects, complete: false };
      }
      subjects.push(member);
    }
    return { subjects, complete: true };
  }

  /**
   * Somebody who came, by their key.
   *
   * @throws StoreUnavailable
   */
  async find(key: string): Promise<Subject | undefined> {
    const found = this.config.most === 0 ? undefined : await this.subjects.find(key);
    return found === undefined || found.lastSeen < this.now() - this.config.keep ? undefined : found.subject;
  }

  /**
   * Which principals name somebody.
   *
   * @returns undefined when there are too many to know
   * @throws StoreUnavailable
   */
  principals(): Promise<KnownPrincipals | undefined> {
    if (this.#principals === undefined || this.now() >= this.#principals.until) {
      const known = this.#collect();
      this.#principals = { known, until: this.now() + KEPT_FOR };
      known.catch(() => (this.#principals = undefined));
    }
    return this.#principals.known;
  }

  async #collect(): Promise<KnownPrincipals | undefined> {
    const principals = new Set<string>();
    let somebodyCame = false;
    let incomplete = 0;
    for await (const { subject, shortened } of this.#all()) {
      principalsOf(subject).forEach((principal) => principals.add(principal));
      somebodyCame ||= subject.kind === 'user';
      incomplete += shortened === true || subject.groupsIncomplete === true ? 1 : 0;
      if (principals.size > MOST_PRINCIPALS) {
        return undefined;
      }
    }
    const { credentials } = await this.credentials.all();
    const live = credentials.filter((credential) => isLive(credential, this.now()));
    // A service that came and has no credential any more cannot come again.
    [...principals].filter(isService).forEach((principal) => principals.delete(principal));
    live.forEach(({ name }) => principals.add(`service:${name}`));
    const { groups, claims } = this.config;
    return { principals, somebodyCame, groups, claims, incomplete };
  }

  async *#all(): AsyncGenerator<ImpactSubject> {
    const { keep, most } = this.config;
    if (most === 0) {
      return;
    }
    const filter = { since: this.now() - keep };
    let position: SubjectPosition | undefined;
    do {
      const { subjects, next } = await this.subjects.window(filter, position, READ_AT_A_TIME);
      for (const { key, subject, shortened } of subjects) {
        yield { key, subject, shortened };
      }
      position = next;
    } while (position !== undefined);
  }
}

function isService(principal: string): boolean {
  return principal.startsWith('service:');
}

function sizeOf({ subject: { id, email = '', name = '', groups, claims } }: ImpactSubject): number {
  const texts = [
    id,
    email,
    name,
    ...groups,
    ...Object.entries(claims).flatMap(([claim, values]) => [claim, ...values]),
  ];
  // Each also costs about as much as a few characters.
  return texts.reduce((sum, text) => sum + text.length + 32, 256);
}
