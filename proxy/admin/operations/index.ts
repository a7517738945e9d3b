import type { Operation } from '../operation';
import type { AdminParts } from '../parts';
import { activityOperations } from './activity';
import { auditOperations } from './audit';
import { backendOperations } from './backends';
import { configurationOperations } from './configuration';
import { credentialOperations } from './credentials';
import { explainOperations } from './explain';
import { policyOperations } from './policy';
import { policyCheckOperations } from './policyChecks';
import { proposalOperations } from './proposals';
import { revisionOperations } from './revisions';
import { statsOperations } from './stats';
import { statusOperations } from './status';
import { subjectOperations } from './subjects';

/** Every operation of the admin API. */
export function allOperations(parts: AdminParts): Operation[] {
  return [
    ...policyOperations(parts),
    ...policyCheckOperations(parts),
    ...revisionOperations(parts),
    ...proposalOperations(parts),
    ...explainOperations(parts),
    ...subjectOperations(parts),
    ...activityOperations(parts),
    ...statsOperations(parts),
    ...auditOperations(parts),
    ...credentialOperations(parts),
    ...backendOperations(parts),
    ...statusOperations(parts),
    ...configurationOperations(parts),
  ];
}
