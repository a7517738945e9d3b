import { makeSqlitePlace } from './testing/makeSqlitePlace';
import { policyStoreContract } from './testing/policyStoreContract';

policyStoreContract('SQLite', makeSqlitePlace);
