import { activityStoreContract } from './testing/activityStoreContract';
import { makeSqlitePlace } from './testing/makeSqlitePlace';

activityStoreContract('SQLite', makeSqlitePlace);
