import { makeSqlitePlace } from './testing/makeSqlitePlace';
import { credentialStoreContract } from './testing/credentialStoreContract';

credentialStoreContract('SQLite', makeSqlitePlace);
