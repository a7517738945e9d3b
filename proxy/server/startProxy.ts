import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { ActivityKeeper } from '../activity/activityKeeper';
import { createAdminApp } from '../admin/app';
import { AdminTokens } from '../admin/tokens/adminTokens';
import { AuditWebhook } from '../audit/auditWebhook';
import { BackendChecks } from '../backends/backendChecks';
import type { LoadedConfig } from '../config/load';
import { createGateway } from '../gateway/gateway';
import { createAttempts } from '../identity/credentials/attempts';
import { CREDENTIAL_BOUNDS } from '../identity/credentials/bounds';
import { CredentialKeeper } from '../identity/credentials/credentialKeeper';
import { createIdentity } from '../identity/identity';
import { PrincipalCounts } from '../identity/seen/principalCounts';
import { RememberedSubjects } from '../identity/seen/rememberedSubjects';
import { PolicyInForce } from '../policy/policyInForce';
import type { PolicySource } from '../policy/policySource';
import { Revisions } from '../policy/revisions';
import { startPolicyThreads } from '../policy/startPolicyThreads';
import { FileRevisions } from '../policyFile/fileRevisions';
import { openDatabase } from '../store/openDatabase';
import { SqlActivityStore } from '../store/sqlActivityStore';
import { SqlAuditLog } from '../store/sqlAuditLog';
import { SqlCredentialStore } from '../store/sqlCredentialStore';
import { SqlPolicyStore } from '../store/sqlPolicyStore';
import { SqlProposalStore } from '../store/sqlProposalStore';
import { SqlSubjectStore } from '../store/sqlSubjectStore';
import { whenChanged } from '../store/whenChanged';
import { WebhookCursor } from '../store/webhookCursor';
import type { Logger } from '../telemetry/logger';
import { createMetrics } from '../telemetry/metrics';
import { createAdminServer } from './adminServer';
import { createDataServer } from './dataServer';
import { listen } from './listen';
import { RunningRequests } from './runningRequests';

export interface RunningProxy {
  /** Reads the policy file now, where there is one. */
  reload(): Promise<void>;
  /** Finishes running requests, then lets go of everything. */
  stop(reason: string): Promise<void>;
}

/**
 * Wires the parts of the proxy and opens both listeners. Neither an issuer nor a store that is away keeps it from starting:
 * requests are refused with a reason until they are there.
 *
 * @throws ListenError when a port cannot be opened; ConfigError when the policy file holds no policy
 */
export async function startProxy(config: LoadedConfig, version: string, logger: Logger): Promise<RunningProxy> {
  const now = Date.now;
  const metrics = createMetrics(version);
  const policy = new PolicyInForce(now);
  const database = openDatabase(config.store);
  const threads = startPolicyThreads(config, logger);
  const { loader, desk } = threads;
  const policies = new SqlPolicyStore(database);
  const source = { store: policies, loader, desk, inForce: policy, metrics, logger };
  const file =
    config.policyFile === undefined ? undefined : new FileRevisions({ ...source, file: config.policyFile, now });
  const revisions: PolicySource = file ?? new Revisions(source);
  const credentialStore = new SqlCredentialStore(database, CREDENTIAL_BOUNDS);
  const credentials = new CredentialKeeper({ store: credentialStore, metrics, logger, now });
  const attempts = createAttempts({ metrics, logger, now });
  const subjectStore = new SqlSubjectStore(database);
  const seen = new RememberedSubjects({ store: subjectStore, config: config.seenSubjects, metrics, logger, now });
  const activityStore = new SqlActivityStore(database);
  const activity = new ActivityKeeper({
    store: activityStore,
    config: config.activity,
    replica: config.activity.replica ?? hostname(),
    metrics,
    logger,
    now,
  });
  const audit = new SqlAuditLog(database);
  const { webhook: receiver } = config.audit;
  const webhook =
    receiver &&
    new AuditWebhook({
      log: audit,
      cursor: new WebhookCursor(database, randomUUID()),
      receiver,
      events: receiver.events,
      metrics,
      logger,
      now,
    });
  const adminTokens = new AdminTokens(config.admin.tokens, logger);
  const identity = createIdentity({ issuers: config.issuers, credentials, attempts, metrics, logger, now });
  const backendChecks = new BackendChecks({ backends: config.backends, metrics, logger, now });
  const gateway = createGateway({
    config,
    identity,
    seen,
    activity,
    policy,
    metrics,
    logger,
    hazards: backendChecks,
    now,
  });
  let dataAddress = '';
  let stopping = false;

  const dataServer = createDataServer(gateway, config.requests);
  const adminServer = createAdminServer(
    createAdminApp({
      config,
      adminTokens,
      identity,
      seen,
      principals: new PrincipalCounts(seen),
      activity,
      policy,
      revisions,
      policies,
      proposals: new SqlProposalStore(database),
      desk,
      activityStore,
      audit,
      webhook,
      credentials,
      backendChecks,
      runningAt: (url) => gateway.runningAt(url),
      metrics,
      logger,
      version,
      now,
      dataAddress: () => dataAddress,
      stopping: () => stopping,
    })
  );
  const dataRequests = new RunningRequests(dataServer);
  const adminRequests = new RunningRequests(adminServer);

  const letGo = async () => {
    adminTokens.close();
    backendChecks.close();
    await credentials.close();
    await seen.close();
    await activity.close();
    await webhook?.close();
    await Promise.all([gateway.close(), revisions.close()]);
    await threads.close();
    await database.close();
    identity.close();
  };

  const stop = async (reason: string) => {
    stopping = true;
    attempts.close();
    logger.info({ event: 'stopping', reason }, 'finishing running requests');
    const deadline = now() + config.shutdownTimeout;
    // The admin listener stays longer, so that /readyz tells that the proxy is stopping.
    const cut = await dataRequests.stop(config.shutdownTimeout);
    const cutCalls = await adminRequests.stop(Math.max(0, deadline - now()));
    await letGo();
    logger.info({ event: 'stopped', cutRequests: cut + cutCalls }, 'stopped');
  };

  whenChanged(database, () => revisions.refresh());
  whenChanged(database, () => credentials.refresh());
  try {
    await Promise.all([revisions.start(), credentials.start(), backendChecks.start()]);
    seen.start();
    activity.start();
    webhook?.start();
    adminTokens.start();
    // Not awaited: until an issuer answers, its tokens are refused and /readyz says so.
    void identity.warmUp();
    dataAddress = await listen(dataServer, config.listen, 'listen');
    const adminAddress = await listen(adminServer, config.admin.listen, 'admin.listen');
    logger.info({ event: 'ready', listen: dataAddress, admin: adminAddress, version }, 'Gatehouse is serving');
  } catch (error) {
    dataServer.close();
    await letGo();
    throw error;
  }
  return { reload: async () => file?.reload(), stop };
}
