import type { PolicySurroundings } from '@gatehouse/model';
import type { BackendConfig } from '../../config/schema';
import type { PolicyStore } from '../../store/policyStore';
import type { HeldRevisions } from './heldRevisions';
import type { KnownSubjects } from './knownSubjects';

/** What the desk works with, in its own thread. */
export interface DeskParts {
  policies: PolicyStore;
  held: HeldRevisions;
  known: KnownSubjects;
  surroundings: PolicySurroundings;
  backends: readonly BackendConfig[];
  /** Milliseconds since the epoch. */
  now: () => number;
}
