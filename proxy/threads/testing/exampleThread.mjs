// A thread for tests of calls.
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { answerCalls } = await import('../answerCalls.ts');
const { Problem } = await import('../../admin/problem.ts');
const { StoreUnavailable } = await import('../../store/storeUnavailable.ts');

answerCalls(parentPort, {
  data: async () => workerData,
  size: async (bytes) => bytes.length,
  bytes: async (length) => new Uint8Array(length).fill(7),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(() => resolve(milliseconds), milliseconds)),
  refuse: async () => {
    throw new Problem(
      'policy-invalid',
      'why',
      { problems: [{ code: 'c', path: ['p', 1], message: 'm' }] },
      { ETag: '"1"' }
    );
  },
  lose: async () => {
    throw new StoreUnavailable('gone');
  },
  fail: async () => {
    throw new TypeError('a bug');
  },
  spin: async (milliseconds) => {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      // Nobody else gets a turn.
    }
  },
  end: async () => {
    process.exit(3);
  },
});
