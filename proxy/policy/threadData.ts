import type { Config } from '../config/schema';
import type { StoreConfig } from '../store/openDatabase';

/** What the threads of the policy are started with. */
export interface PolicyThreadData {
  /** Which of the three it is; both desks are the same, and get different work. */
  part: 'loader' | 'desk' | 'drafts';
  store: StoreConfig;
  backends: Config['backends'];
  /** Names of the issuers. */
  issuers: readonly string[];
  /** Whether one of them is a Grafana, which signs for people. */
  verifiesPeople: boolean;
  seenSubjects: Config['seenSubjects'];
}
