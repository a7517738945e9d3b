import { makeSqlitePlace } from './testing/makeSqlitePlace';
import { subjectStoreContract } from './testing/subjectStoreContract';

subjectStoreContract('SQLite', makeSqlitePlace);
