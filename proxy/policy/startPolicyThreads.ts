import type { LoadedConfig } from '../config/load';
import type { Logger } from '../telemetry/logger';
import { CallingThread, callMethods, type ThreadOptions } from '../threads/callingThread';
import { DESK_METHODS, type PolicyDesk } from './desk/policyDesk';
import { LOADER_METHODS, type PolicyLoader } from './loader/policyLoader';
import type { PolicyThreadData } from './threadData';

export interface PolicyThreads {
  loader: PolicyLoader;
  desk: PolicyDesk;
  close(): Promise<void>;
}

// In the bundle it has another name.
const MODULE = new URL(
  import.meta.url.endsWith('.ts') ? './threadFromSources.mjs' : './policyThread.js',
  import.meta.url
);

/** How long the work on one policy may take, in milliseconds: a policy of 100,000 mappings takes some seconds. */
const PATIENCE = 90_000;

/** The most calls of a desk that are under way. */
const MOST_CALLS = 32;

/** What changes nothing, and is open to whoever may only look. */
const LOOKING: ReadonlySet<string> = new Set<keyof PolicyDesk>([
  'hold',
  'show',
  'validate',
  'diffRevisions',
  'diffDraft',
  'impact',
  'showProposal',
  'showProposedPolicy',
  'explainUnder',
  'explainDraft',
  'reach',
]);

/**
 * Three threads for work on whole policies, each with a store connection of its own: one loads what is published, one publishes, and
 * one looks at drafts and at the history. So whoever has a huge draft looked at holds up neither queries nor a revocation.
 */
export function startPolicyThreads(
  { store, backends, issuers, seenSubjects }: Pick<LoadedConfig, 'store' | 'backends' | 'issuers' | 'seenSubjects'>,
  logger: Logger
): PolicyThreads {
  const start = (part: PolicyThreadData['part'], bounds: Partial<ThreadOptions> = {}) => {
    const data: PolicyThreadData = {
      part,
      store,
      backends,
      issuers: issuers.map(({ name }) => name),
      verifiesPeople: issuers.some(({ kind }) => kind === 'grafana'),
      seenSubjects,
    };
    return new CallingThread({ name: `policy-${part}`, module: MODULE, data, logger, ...bounds });
  };
  const bounds = { patience: PATIENCE, mostCalls: MOST_CALLS };
  const loader = start('loader');
  const desk = start('desk', { ...bounds, makesChanges: true });
  const drafts = start('drafts', bounds);
  const call: CallingThread['call'] = (method, parameters) =>
    (LOOKING.has(method) ? drafts : desk).call(method, parameters);
  return {
    loader: callMethods<PolicyLoader>(loader, LOADER_METHODS),
    desk: {
      ...callMethods<PolicyDesk>({ call }, DESK_METHODS),
      // Both need it: one to record it, the other one to show it. What is sent to a thread is gone here.
      holdFile: async (bytes, summary) => {
        const copy = bytes.slice();
        await Promise.all([desk.call('holdFile', [bytes, summary]), drafts.call('holdFile', [copy, summary])]);
      },
    },
    close: async () => {
      await Promise.all([loader.close(), desk.close(), drafts.close()]);
    },
  };
}
