import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../store/openDatabase';
import { SqlPolicyStore } from '../store/sqlPolicyStore';
import { answerCalls } from '../threads/answerCalls';
import { HeldRevisions } from './desk/heldRevisions';
import { createPolicyDesk } from './desk/policyDesk';
import { createPolicyLoader } from './loader/policyLoader';
import { surroundingsOf } from './surroundings';
import type { PolicyThreadData } from './threadData';

// The module of both threads of the policy: `startPolicyThreads` says which of the two it is.
const data: PolicyThreadData = workerData;
if (parentPort === null) {
  throw new Error('this module runs in a thread');
}
const policies = new SqlPolicyStore(openDatabase(data.store));
const surroundings = surroundingsOf({ backends: data.backends, issuers: data.issuers.map((name) => ({ name })) });
if (data.part === 'loader') {
  answerCalls(parentPort, createPolicyLoader(policies, surroundings, Date.now));
} else {
  const held = new HeldRevisions(policies, surroundings, Date.now);
  answerCalls(parentPort, createPolicyDesk({ policies, held, surroundings, backends: data.backends, now: Date.now }));
}
