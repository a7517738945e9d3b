import { makeSqlitePlace } from './testing/makeSqlitePlace';
import { proposalStoreContract } from './testing/proposalStoreContract';

proposalStoreContract('SQLite', makeSqlitePlace);
