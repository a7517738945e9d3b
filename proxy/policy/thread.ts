import { parentPort, workerData } from 'node:worker_threads';
import { CREDENTIAL_BOUNDS } from '../identity/credentials/bounds';
import { openDatabase } from '../store/openDatabase';
import { SqlActivityStore } from '../store/sqlActivityStore';
import { SqlCredentialStore } from '../store/sqlCredentialStore';
import { SqlPolicyStore } from '../store/sqlPolicyStore';
import { SqlProposalStore } from '../store/sqlProposalStore';
import { SqlSubjectStore } from '../store/sqlSubjectStore';
import { answerCalls } from '../threads/answerCalls';
import { HeldRevisions } from './desk/heldRevisions';
import { KnownSubjects } from './desk/knownSubjects';
import { createPolicyDesk } from './desk/policyDesk';
import { createPolicyLoader } from './loader/policyLoader';
import { surroundingsOf } from './surroundings';
import type { PolicyThreadData } from './threadData';

// The module of all threads of the policy: `startPolicyThreads` says which of them it is.
const data: PolicyThreadData = workerData;
if (parentPort === null) {
  throw new Error('this module runs in a thread');
}
const database = openDatabase(data.store);
const policies = new SqlPolicyStore(database);
const surroundings = surroundingsOf({ backends: data.backends, issuers: data.issuers.map((name) => ({ name })) });
if (data.part === 'loader') {
  answerCalls(parentPort, createPolicyLoader(policies, surroundings, Date.now));
} else {
  const held = new HeldRevisions(policies, surroundings, Date.now);
  const known = new KnownSubjects(
    new SqlSubjectStore(database),
    new SqlCredentialStore(database, CREDENTIAL_BOUNDS),
    data.seenSubjects,
    Date.now
  );
  const { backends, verifiesPeople } = data;
  const proposals = new SqlProposalStore(database);
  const activity = new SqlActivityStore(database);
  answerCalls(
    parentPort,
    createPolicyDesk({
      policies,
      proposals,
      held,
      known,
      activity,
      surroundings,
      backends,
      verifiesPeople,
      now: Date.now,
    })
  );
}
