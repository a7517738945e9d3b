export { type ReadAccess, accessOf, type SubjectAccess, type TenantAccess, type WriteAccess } from './decision/access';
export { decide, decideFromAccess } from './decision/decide';
export type { AccessRequest, Allowed, AllowedTenant, Decision, RefusalReason, Refused } from './decision/decision';
export { explain, type Explanation } from './decision/explain';
export { indexPolicy, type MappingPart, type PolicyIndex, PolicyIndexBuilder } from './decision/policyIndex';
export { type Reach, type ReachingMapping, type ReachingSubject, reachSchema } from './decision/reach';
export type { SharedLimits } from './decision/sharedLimits';
export { VM_ACCESS_MAPPING, type VmAccessGrants } from './decision/vmAccessGrants';
export { type ReachBounds, type ReachQuestion, type SeriesLabels, whoReaches } from './decision/whoReaches';
export { boundDiff } from './diff/boundDiff';
export { diffPolicies } from './diff/diffPolicies';
export { isEmptyDiff } from './diff/isEmptyDiff';
export { type PolicyChange, policyChangeSchema, type PolicyDiff, policyDiffSchema } from './diff/policyDiff';
export { parseDuration } from './duration';
export { type Filter, FilterSyntaxError, type Matcher, type MatchOperator } from './filter/filter';
export { matchesAbsent } from './filter/matchesAbsent';
export { parseFilter } from './filter/parse';
export { printFilter, printMatcher, quoteValue } from './filter/print';
export { twinsOf } from './filter/twins';
export { type Impact, type ImpactGroup, impactSchema, type ImpactSubject } from './impact/impact';
export { type ImpactBounds, impactOf } from './impact/impactOf';
export { replay, type ReplayBounds } from './impact/replay';
export { type Replay, type ReplayedKind, replaySchema, type RequestToReplay } from './impact/replayed';
export type { Limits } from './limits';
export { checkPolicy, findingSteps, type PolicyCheck } from './policy/check';
export type { Finding, PolicySurroundings } from './policy/finding';
export { publishedPolicySchema } from './policy/publishedPolicy';
export { findUnseenPrincipals, type KnownPrincipals } from './policy/unseenPrincipals';
export { filterSchema, policySchema } from './policy/schema';
export {
  type Access,
  accessSchema,
  type AllowMapping,
  type BackendKind,
  backendKindOf,
  type ClusterTenant,
  type DenyMapping,
  EMPTY_POLICY,
  type Grant,
  type GrantLimits,
  LIMITS,
  type Mapping,
  type MimirTenant,
  nameSchema,
  type Policy,
  principalSchema,
  type Settings,
  type SingleTenant,
  type Tenant,
} from './policy/shape';
export { parsePrincipal, type Principal, PRINCIPAL_KINDS, type PrincipalKind, principalsOf } from './principal';
export { SERVICE_ISSUER, type Subject, subjectLabel } from './subject';
export { parseUniqueJson } from './vmAccess/parseUniqueJson';
export { readVmAccess } from './vmAccess/readVmAccess';
export type { VmAccess } from './vmAccess/vmAccess';
