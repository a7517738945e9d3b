export {
  type ActivityDocument,
  activityExportQuerySchema,
  activityQuerySchema,
  activitySchema,
  type AllowedRequestsDocument,
  allowedRequestsSchema,
  type RefusalDocument,
  refusalSchema,
  type StatsDocument,
  statsQuerySchema,
  statsSchema,
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
export {
  type AskedTenant,
  askedTenantSchema,
  backendParameterSchema,
  type FoundSeriesDocument,
  foundSeriesSchema,
  type FoundTenantsDocument,
  foundTenantsSchema,
  type FoundTextsDocument,
  foundTextsSchema,
  labelsQuerySchema,
  seriesQuerySchema,
  valuesQuerySchema,
} from './backend';
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
export {
  explainBodySchema,
  explainDraftSchema,
  explainedRefusalSchema,
  explainedSchema,
  type ExplainRequest,
  reachBodySchema,
  reachedSchema,
} from './explain';
export { findingSchema } from './finding';
export { momentSchema, nextSchema, pageSizeSchema, searchSchema } from './page';
export {
  diffBodySchema,
  type DraftDiffDocument,
  draftDiffSchema,
  impactBodySchema,
  type PolicyImpactDocument,
  policyImpactSchema,
  replayedRequestsSchema,
  validateBodySchema,
  type ValidationDocument,
  validationSchema,
} from './policyCheck';
export { commentSchema, type PolicyDocument, policyDocumentSchema, publishBodySchema } from './policy';
export { problemSchema } from './problem';
export {
  endProposalSchema,
  type ProposalDocument,
  proposalIdSchema,
  proposalPolicySchema,
  proposalSchema,
  type ProposalsDocument,
  proposalsQuerySchema,
  proposalsSchema,
  type ProposalSummaryDocument,
  proposalSummarySchema,
} from './proposal';
export {
  type MissedChanges,
  missedChangesSchema,
  restoreBodySchema,
  type RevisionDiffDocument,
  revisionDiffQuerySchema,
  revisionDiffSchema,
  revisionNumberSchema,
  type RevisionsDocument,
  revisionsQuerySchema,
  revisionsSchema,
  type RevisionSummaryDocument,
  revisionSummarySchema,
} from './revision';
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
