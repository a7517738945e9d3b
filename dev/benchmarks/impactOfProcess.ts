import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { subjectKey } from '../../proxy/identity/seen/subjectKey';
import { openDatabase } from '../../proxy/store/openDatabase';
import { SqlSubjectStore } from '../../proxy/store/sqlSubjectStore';
import { largePolicy } from '../../tests/integration/support/largePolicy';
import { startProxy } from '../../tests/integration/support/startProxy';

// Prints how long the real proxy takes to answer POST /v1/policy/impact for 10,000 subjects and 10,000 mappings, with all that
// belongs to it: reading the body, the check, reading who came from the store, the comparison and the answer.
//
//   npx tsx dev/benchmarks/impactOfProcess.ts

const SUBJECTS = 10_000;
const MAPPINGS = 10_000;
const ROUNDS = 7;
const DAY = 86_400_000;

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-impact-'));
  const proxy = await startProxy({ folder });
  try {
    await writeSubjects(join(folder, 'gatehouse.db'));
    const policy = largePolicy(MAPPINGS);
    await proxy.put(policy);
    const changes: ReadonlyArray<[string, object]> = [
      ['nothing', policy],
      ['one mapping', { ...policy, mappings: policy.mappings.slice(1) }],
      ['a tenth of the mappings', { ...policy, mappings: policy.mappings.filter((_, index) => index % 10 !== 3) }],
      ['everything', { ...policy, mappings: [] }],
    ];
    for (const [name, draft] of changes) {
      const body = JSON.stringify({ policy: draft, replay: true });
      const times: number[] = [];
      let changed = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const start = performance.now();
        // Not by `proxy.admin`, which would hold the answer to the document of the API first.
        const response = await fetch(`${proxy.adminUrl}/v1/policy/impact`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${proxy.adminToken}`, 'Content-Type': 'application/json' },
          body,
        });
        const text = await response.text();
        times.push(performance.now() - start);
        const answer: unknown = JSON.parse(text);
        changed = changedIn(answer, text);
      }
      const [first = 0] = times;
      const sorted = times.slice(1).sort((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
      process.stdout.write(
        `${name} changes: median ${median.toFixed(0)} ms, the first time ${first.toFixed(0)} ms; ${changed} of ${SUBJECTS} concerned\n`
      );
    }
  } finally {
    await proxy.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeSubjects(file: string): Promise<void> {
  const database = openDatabase({ kind: 'sqlite', file });
  const store = new SqlSubjectStore(database);
  const now = Date.now();
  const all = Array.from({ length: SUBJECTS }, (_, index) => {
    const subject = {
      issuer: 'keycloak',
      kind: 'user' as const,
      id: `u-${index}`,
      email: `person-${index}@example.com`,
      emailVerified: true,
      groups: Array.from({ length: 10 }, (_group, at) => `group-${(index * 17 + at * 331) % MAPPINGS}`),
      claims: {},
    };
    const at = now - (index % DAY);
    return { key: subjectKey(subject), subject, shortened: false, firstSeen: at, lastSeen: at, visits: 1 };
  });
  for (let start = 0; start < all.length; start += 500) {
    await store.write(all.slice(start, start + 500));
  }
  await database.close();
}

function changedIn(answer: unknown, text: string): number {
  const impact = typeof answer === 'object' && answer !== null && 'impact' in answer ? answer.impact : undefined;
  const changed = typeof impact === 'object' && impact !== null && 'changed' in impact ? impact.changed : undefined;
  if (typeof changed !== 'number') {
    throw new Error(`no impact was answered: ${text.slice(0, 500)}`);
  }
  return changed;
}

void main();
