import { auditLogContract } from './testing/auditLogContract';
import { makeSqlitePlace } from './testing/makeSqlitePlace';

auditLogContract('SQLite', makeSqlitePlace);
