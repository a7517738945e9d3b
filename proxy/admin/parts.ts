import type { ActivityKeeper } from '../activity/activityKeeper';
import type { AuditWebhook } from '../audit/auditWebhook';
import type { BackendChecks } from '../backends/backendChecks';
import type { LoadedConfig } from '../config/load';
import type { CredentialKeeper } from '../identity/credentials/credentialKeeper';
import type { Identity } from '../identity/identity';
import type { PrincipalCounts } from '../identity/seen/principalCounts';
import type { RememberedSubjects } from '../identity/seen/rememberedSubjects';
import type { PolicyDesk } from '../policy/desk/policyDesk';
import type { PolicyInForce } from '../policy/policyInForce';
import type { PolicySource } from '../policy/policySource';
import type { ActivityStore } from '../store/activityStore';
import type { AuditLog } from '../store/auditLog';
import type { PolicyStore } from '../store/policyStore';
import type { ProposalStore } from '../store/proposalStore';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { AdminTokens } from './tokens/adminTokens';

/** What the admin API is made of, wired once at start. */
export interface AdminParts {
  config: Pick<LoadedConfig, 'backends' | 'issuers' | 'store'>;
  adminTokens: Pick<AdminTokens, 'recognise'>;
  identity: Pick<Identity, 'identifyToken' | 'identifyGrafanaUser' | 'states'>;
  policy: PolicyInForce;
  seen: Pick<RememberedSubjects, 'list' | 'find' | 'forget' | 'flush'>;
  principals: Pick<PrincipalCounts, 'find'>;
  activity: Pick<ActivityKeeper, 'allowed' | 'bounds' | 'find' | 'flush' | 'forget' | 'refusals'>;
  activityStore: Pick<ActivityStore, 'export' | 'refusedMost' | 'series'>;
  revisions: PolicySource;
  policies: Pick<PolicyStore, 'list' | 'latest'>;
  proposals: Pick<ProposalStore, 'list'>;
  desk: PolicyDesk;
  audit: AuditLog;
  webhook: Pick<AuditWebhook, 'failing'> | undefined;
  credentials: CredentialKeeper;
  backendChecks: Pick<BackendChecks, 'refresh' | 'findings' | 'seen'>;
  /** How many requests are under way at a URL of a backend. */
  runningAt: (url: string) => number;
  metrics: Metrics;
  logger: Logger;
  version: string;
  /** The data listener's address, `host:port`; known once it listens. */
  dataAddress: () => string;
  /** True from the moment the process was told to stop. */
  stopping: () => boolean;
  /** Milliseconds since the epoch. */
  now: () => number;
}
