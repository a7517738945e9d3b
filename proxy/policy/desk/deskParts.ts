import type { PolicySurroundings } from '@gatehouse/model';
import type { BackendConfig } from '../../config/schema';
import type { ActivityStore } from '../../store/activityStore';
import type { PolicyStore } from '../../store/policyStore';
import type { ProposalStore } from '../../store/proposalStore';
import type { HeldRevisions } from './heldRevisions';
import type { KnownSubjects } from './knownSubjects';

/** What the desk works with, in its own thread. */
export interface DeskParts {
  policies: PolicyStore;
  proposals: ProposalStore;
  held: HeldRevisions;
  known: KnownSubjects;
  activity: Pick<ActivityStore, 'requests'>;
  surroundings: PolicySurroundings;
  backends: readonly BackendConfig[];
  /** Whether a Grafana is configured that signs for the people who change something. */
  verifiesPeople: boolean;
  /** Milliseconds since the epoch. */
  now: () => number;
}
