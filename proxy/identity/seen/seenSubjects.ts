import type { Subject } from '@gatehouse/model';

/** Remembers who came. */
export interface SeenSubjects {
  /**
   * Called for every request whose sender is known, whatever the policy says; must cost next to nothing.
   *
   * @param now milliseconds since the epoch
   */
  saw(subject: Subject, now: number): void;
}
