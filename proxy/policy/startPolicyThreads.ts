import type { LoadedConfig } from '../config/load';
import type { Logger } from '../telemetry/logger';
import { CallingThread, callMethods } from '../threads/callingThread';
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

/**
 * Two threads for work on whole policies, each with a store connection of its own: one loads what is published, the other does what
 * administrators ask for. So whoever checks a huge draft holds up neither queries nor a revocation.
 */
export function startPolicyThreads(
  { store, backends, issuers, seenSubjects }: Pick<LoadedConfig, 'store' | 'backends' | 'issuers' | 'seenSubjects'>,
  logger: Logger
): PolicyThreads {
  const start = (part: PolicyThreadData['part']) => {
    const data: PolicyThreadData = { part, store, backends, issuers: issuers.map(({ name }) => name), seenSubjects };
    return new CallingThread({ name: `policy-${part}`, module: MODULE, data, logger });
  };
  const loader = start('loader');
  const desk = start('desk');
  return {
    loader: callMethods<PolicyLoader>(loader, LOADER_METHODS),
    desk: callMethods<PolicyDesk>(desk, DESK_METHODS),
    close: async () => {
      await Promise.all([loader.close(), desk.close()]);
    },
  };
}
