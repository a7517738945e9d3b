import type { Subject } from '@gatehouse/model';
import type { Within } from './database';

/** Somebody who came. */
export interface SeenSubject {
  /** Tells subjects apart, says nothing about them, and fits into a URL. */
  readonly key: string;
  /** As far as it is kept: its groups and claims may be fewer than those it came with. */
  readonly subject: Subject;
  /** True when something was too long or too much to keep. */
  readonly shortened: boolean;
  /** Milliseconds since the epoch. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** How many requests came, approximately. */
  readonly visits: number;
}

/** A place in the list of those who came, newest first. */
export type SubjectPosition = Pick<SeenSubject, 'lastSeen' | 'key'>;

export interface SubjectFilter {
  /** A part of the id, the address, the name or a group, in any case. */
  search?: string;
  issuer?: string;
  kind?: Subject['kind'];
  /** Milliseconds since the epoch: nobody who came last before then. */
  since: number;
}

/**
 * Keeps who came. No call takes long, because SQLite works on the event loop: whoever wants much calls often. Every method may
 * reject with `StoreUnavailable`.
 */
export interface SubjectStore {
  /**
   * Adds subjects, or brings them up to date: the latest profile counts, the earliest first time stays, visits add up. Each
   * may stand in the list once.
   */
  write(subjects: readonly SeenSubject[]): Promise<void>;
  /**
   * Looks through the next `size` of those who came, newest first, and gives those that the filter lets through.
   *
   * @param before where the last window ended
   * @returns `next` is undefined when nobody is left
   */
  window(
    filter: SubjectFilter,
    before: SubjectPosition | undefined,
    size: number
  ): Promise<{ subjects: SeenSubject[]; next: SubjectPosition | undefined }>;
  find(key: string): Promise<SeenSubject | undefined>;
  /**
   * Forgets one.
   *
   * @param within what else happens in the same transaction; it is told whether anybody has this key
   * @returns false when nobody has this key
   */
  forget(key: string, within?: Within<boolean>): Promise<boolean>;
  /**
   * Forgets some of those who came last before `since`, and of those who are more than `most`, the longest unseen first.
   *
   * @returns how many; fewer than `size` when nobody is left to forget
   */
  forgetOld(bounds: { since: number; most: number }, size: number): Promise<number>;
  /**
   * Looks through `size` subjects for what may not be kept any more, and erases it.
   *
   * @param keep takes away what may not be kept; gives back the same object when all of it may
   * @param after the key with which the last call ended
   * @returns `next` is undefined when nobody is left
   */
  reduce(
    keep: (subject: Subject) => Subject,
    after: string | undefined,
    size: number
  ): Promise<{ reduced: number; next: string | undefined }>;
}
