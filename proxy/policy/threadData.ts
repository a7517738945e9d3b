import type { Config } from '../config/schema';
import type { StoreConfig } from '../store/openDatabase';

/** What the threads of the policy are started with. */
export interface PolicyThreadData {
  /** Which of the two it is. */
  part: 'loader' | 'desk';
  store: StoreConfig;
  backends: Config['backends'];
  /** Names of the issuers. */
  issuers: readonly string[];
  seenSubjects: Config['seenSubjects'];
}
