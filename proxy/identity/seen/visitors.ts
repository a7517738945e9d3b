import type { Subject } from '@gatehouse/model';
import type { SeenSubject } from '../../store/subjectStore';
import { type Kept, keepable, type KeepRules } from './keepable';
import type { SeenSubjects } from './seenSubjects';
import { subjectKey } from './subjectKey';

/** The most characters of profiles that wait to be written. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** How much stays of what waits when it becomes too much, so that room is not made for each one anew. */
const STAYS = 7 / 8;

/** How long the time and number of visits of somebody who was written lately may wait, in milliseconds. */
const WRITTEN_AGAIN = 60_000;

/** Somebody of whom a verified token or a credential is about. */
interface Visitor {
  readonly key: string;
  /** What is kept, as one JSON text: it holds nothing else in memory, and its length is its size. */
  profile: string;
  /** Grows with every profile that is met; the larger one is the newer. */
  met: number;
  waits: boolean;
  /** When it came first and last since it was written, in milliseconds since the epoch. */
  since: number;
  lastSeen: number;
  visits: number;
  /** When this profile was written; -Infinity when it was not. */
  writtenAt: number;
}

export interface VisitorBounds {
  rules: KeepRules;
  /** The most that wait to be written. */
  most: number;
  /** Called when somebody was forgotten before they could be written. */
  onDropped: () => void;
}

/**
 * Those who came since they were last written to the store. For a subject that came before, seeing it costs a look-up and three
 * assignments. What waits is bounded, whoever comes; those who came longest ago go first.
 */
export class Visitors implements SeenSubjects {
  readonly #visitors = new WeakMap<Subject, Visitor>();
  readonly #waiting = new Map<string, Visitor>();
  #characters = 0;
  #met = 0;

  constructor(private readonly bounds: VisitorBounds) {}

  saw(subject: Subject, now: number): void {
    const visitor = this.#visitors.get(subject) ?? this.#meet(subject);
    visitor.visits += 1;
    visitor.lastSeen = now;
    if (!visitor.waits) {
      this.#await(visitor, subject);
    }
  }

  /** The keys of those who are to be written now: everybody, or all but those whose profile was written lately. */
  due(now: number, everybody: boolean): string[] {
    return [...this.#waiting.values()]
      .filter(({ writtenAt }) => everybody || now - writtenAt >= WRITTEN_AGAIN)
      .map(({ key }) => key);
  }

  /**
   * Takes out whoever of these still waits, to be written.
   *
   * @returns what to write, and how to take it back when that fails
   */
  take(keys: readonly string[], now: number): { subjects: SeenSubject[]; putBack: () => void } {
    const taken = keys.flatMap((key) => {
      const visitor = this.#waiting.get(key);
      return visitor === undefined ? [] : [{ visitor, before: this.#remove(visitor) }];
    });
    taken.forEach(({ visitor }) => Object.assign(visitor, { writtenAt: now, visits: 0 }));
    return {
      subjects: taken.map(({ before: { key, profile, since, lastSeen, visits } }) => ({
        key,
        ...readProfile(profile),
        firstSeen: since,
        lastSeen,
        visits,
      })),
      putBack: () => taken.forEach(({ visitor, before }) => this.#putBack(visitor, before)),
    };
  }

  /**
   * Forgets what waits about somebody.
   *
   * @returns false when nothing did
   */
  forget(key: string): boolean {
    const visitor = this.#waiting.get(key);
    if (visitor === undefined) {
      return false;
    }
    this.#remove(visitor);
    Object.assign(visitor, { visits: 0, writtenAt: -Infinity });
    return true;
  }

  #meet(subject: Subject): Visitor {
    this.#met += 1;
    const visitor: Visitor = {
      key: subjectKey(subject),
      profile: JSON.stringify(keepable(subject, this.bounds.rules)),
      met: this.#met,
      waits: false,
      since: 0,
      lastSeen: 0,
      visits: 0,
      writtenAt: -Infinity,
    };
    this.#visitors.set(subject, visitor);
    return visitor;
  }

  #await(visitor: Visitor, subject: Subject): void {
    const twin = this.#waiting.get(visitor.key);
    if (twin === undefined) {
      visitor.since = visitor.lastSeen;
      this.#add(visitor);
      return;
    }
    // Another token of somebody who waits already: from now on both lead to the same visitor.
    twin.visits += visitor.visits;
    twin.lastSeen = visitor.lastSeen;
    visitor.visits = 0;
    if (visitor.met > twin.met) {
      this.#renew(twin, visitor);
    }
    this.#visitors.set(subject, twin);
  }

  #renew(visitor: Visitor, { profile, met }: Visitor): void {
    visitor.met = met;
    if (profile !== visitor.profile) {
      this.#characters += profile.length - visitor.profile.length;
      visitor.profile = profile;
      visitor.writtenAt = -Infinity;
      this.#makeRoom();
    }
  }

  #putBack(visitor: Visitor, before: Visitor): void {
    const waiting = this.#waiting.get(before.key);
    const into = waiting ?? visitor;
    into.since = waiting === undefined ? before.since : Math.min(waiting.since, before.since);
    into.lastSeen = Math.max(into.lastSeen, before.lastSeen);
    into.visits += before.visits;
    into.writtenAt = -Infinity;
    if (waiting === undefined) {
      this.#add(visitor);
    }
  }

  #add(visitor: Visitor): void {
    visitor.waits = true;
    this.#waiting.set(visitor.key, visitor);
    this.#characters += visitor.profile.length;
    this.#makeRoom();
  }

  /** @returns a copy of what it was */
  #remove(visitor: Visitor): Visitor {
    const before = { ...visitor };
    visitor.waits = false;
    this.#waiting.delete(visitor.key);
    this.#characters -= visitor.profile.length;
    return before;
  }

  #makeRoom(): void {
    const { most, onDropped } = this.bounds;
    if (this.#waiting.size <= most && this.#characters <= MOST_CHARACTERS) {
      return;
    }
    const longestUnseenFirst = [...this.#waiting.values()].sort((a, b) => a.lastSeen - b.lastSeen);
    for (const visitor of longestUnseenFirst) {
      if (this.#waiting.size <= Math.ceil(most * STAYS) && this.#characters <= MOST_CHARACTERS * STAYS) {
        return;
      }
      this.#remove(visitor);
      onDropped();
    }
  }
}

/** The text is this class's own, so it is what was written into it. */
function readProfile(profile: string): Kept {
  const kept: Kept = JSON.parse(profile);
  return kept;
}
