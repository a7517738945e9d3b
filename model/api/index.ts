export {
  type ActivityDocument,
  activityQuerySchema,
  activitySchema,
  type RefusalDocument,
  refusalSchema,
} from './activity';
export { type Actor, actorSchema } from './actor';
export {
  AUDIT_EVENTS,
  type AuditEvent,
  auditEventSchema,
  auditExportQuerySchema,
  type AuditHeadDocument,
  auditHeadSchema,
  auditNumberSchema,
  auditQuerySchema,
  type AuditRecordDocument,
  auditRecordSchema,
  type AuditRecordsDocument,
  auditRecordsSchema,
} from './audit';
export { type ConfigurationDocument, configurationSchema } from './configuration';
export {
  type CreatedCredentialDocument,
  createCredentialSchema,
  createdCredentialSchema,
  type CredentialDocument,
  credentialSchema,
  type CredentialsDocument,
  credentialsQuerySchema,
  credentialsSchema,
  editCredentialSchema,
  rotateCredentialSchema,
} from './credential';
export { findingSchema } from './finding';
export { momentSchema, nextSchema, pageSizeSchema, searchSchema } from './page';
export { commentSchema, type PolicyDocument, policyDocumentSchema, publishBodySchema } from './policy';
export { problemSchema } from './problem';
export { type BackendStatusDocument, type StatusDocument, statusSchema } from './status';
export {
  type PrincipalCountsDocument,
  principalCountsSchema,
  principalsQuerySchema,
  type SeenSubjectDocument,
  seenSubjectSchema,
  type SeenSubjectsDocument,
  seenSubjectsSchema,
  subjectsQuerySchema,
} from './subject';
