import type { StoreMigration } from '../storeMigration';
import { revisions } from './0001-revisions';
import { credentials } from './0002-credentials';
import { subjects } from './0003-subjects';
import { revisionFacts } from './0004-revision-facts';
import { audit } from './0005-audit';
import { activity } from './0006-activity';
import { proposals } from './0007-proposals';
import { auditWebhook } from './0008-audit-webhook';

/** In the order in which they run. */
export const STORE_MIGRATIONS: readonly StoreMigration[] = [
  revisions,
  credentials,
  subjects,
  revisionFacts,
  audit,
  activity,
  proposals,
  auditWebhook,
];
