import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../../../admin/problem';
import { CREDENTIAL_BOUNDS } from '../../../identity/credentials/bounds';
import type { Actor } from '../../../store/actor';
import type { Database } from '../../../store/database';
import { openDatabase } from '../../../store/openDatabase';
import { SqlActivityStore } from '../../../store/sqlActivityStore';
import { SqlCredentialStore } from '../../../store/sqlCredentialStore';
import { SqlPolicyStore } from '../../../store/sqlPolicyStore';
import { SqlProposalStore } from '../../../store/sqlProposalStore';
import { SqlSubjectStore } from '../../../store/sqlSubjectStore';
import type { DeskParts } from '../deskParts';
import { HeldRevisions } from '../heldRevisions';
import { KnownSubjects } from '../knownSubjects';
import { createPolicyDesk, type PolicyDesk } from '../policyDesk';

export const NOW = Date.parse('2026-11-01T12:00:00Z');

export const ALICE: Actor = { name: 'alice', by: 'grafana-id', token: 'grafana' };
export const BOB: Actor = { name: 'bob', by: 'grafana-id', token: 'grafana' };

/** A desk on a fresh SQLite file, with what it works with. */
export interface MadeDesk {
  desk: PolicyDesk;
  parts: DeskParts;
  database: Database;
  subjects: SqlSubjectStore;
  credentials: SqlCredentialStore;
  /** Publishes a policy on top of the latest revision. */
  publish(policy: unknown, comment?: string, actor?: Actor): Promise<number>;
  remove(): Promise<void>;
}

export async function makeDesk(more: Partial<DeskParts> = {}): Promise<MadeDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-desk-'));
  const database = openDatabase({ kind: 'sqlite', file: join(folder, 'gatehouse.db') });
  const policies = more.policies ?? new SqlPolicyStore(database);
  const subjects = new SqlSubjectStore(database);
  const credentials = new SqlCredentialStore(database, CREDENTIAL_BOUNDS);
  const surroundings = more.surroundings ?? {
    backends: new Map([['cluster', 'victoriametrics-cluster']]),
    issuers: ['keycloak'],
  };
  const now = more.now ?? (() => NOW);
  const seenSubjects = { keep: 30 * 86_400_000, most: 10_000, groups: true, claims: ['department'] };
  const parts: DeskParts = {
    policies,
    held: new HeldRevisions(policies, surroundings, now),
    known: new KnownSubjects(subjects, credentials, seenSubjects, now),
    surroundings,
    backends: [],
    proposals: new SqlProposalStore(database),
    activity: new SqlActivityStore(database),
    verifiesPeople: true,
    now,
    ...more,
  };
  const desk = createPolicyDesk(parts);
  return {
    desk,
    parts,
    database,
    subjects,
    credentials,
    publish: async (policy, comment = 'test', actor = ALICE) => {
      const { number: expected } = await policies.latest();
      return (await desk.publish(bytesOf({ policy, comment }), { expected, actor })).revision ?? 0;
    },
    remove: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function bytesOf(document: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document));
}

export function read<T = Record<string, unknown>>(bytes: Uint8Array | undefined): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}

/** The problem with which something is refused. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown
  );
  if (!(error instanceof Problem)) {
    throw new Error(`a problem was expected, not ${String(error)}`);
  }
  return error;
}
