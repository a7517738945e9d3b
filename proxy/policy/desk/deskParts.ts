import type { PolicySurroundings } from '@gatehouse/model';
import type { BackendConfig } from '../../config/schema';
import type { PolicyStore } from '../../store/policyStore';
import type { HeldRevisions } from './heldRevisions';

/** What the desk works with, in its own thread. */
export interface DeskParts {
  policies: PolicyStore;
  held: HeldRevisions;
  surroundings: PolicySurroundings;
  backends: readonly BackendConfig[];
  /** Milliseconds since the epoch. */
  now: () => number;
}
