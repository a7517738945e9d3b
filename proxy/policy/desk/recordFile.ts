import { Problem } from '../../admin/problem';
import type { RevisionSummary } from '../../store/policyStore';
import type { DeskParts } from './deskParts';
import { writeRevision } from './writeRevision';

/** As often it is tried again when other replicas write at the same time. */
const MOST_ATTEMPTS = 20;

/** The revision that has the content of the file. */
export interface RecordedFile {
  summary: RevisionSummary;
  /** False when it was there already. */
  written: boolean;
  /** The end of the audit chain with it, `number:hash`, when it was written. */
  auditHead?: string;
}

/**
 * Writes the policy of the file that is held as the next revision, unless the latest has the same content: replicas with the same
 * file write it once.
 *
 * @returns undefined when no policy of a file is held
 * @throws StoreUnavailable
 */
export async function recordFile(parts: DeskParts): Promise<RecordedFile | undefined> {
  const { policies, held } = parts;
  const { unrecorded } = held;
  if (unrecorded === undefined) {
    return undefined;
  }
  const content = JSON.stringify(unrecorded.policy);
  for (let attempt = 1; ; attempt += 1) {
    const latest = await held.find((await policies.latest()).number);
    const number = latest?.summary.number ?? 0;
    if (latest !== undefined && number > 0 && JSON.stringify(latest.policy) === content) {
      return { summary: latest.summary, written: false };
    }
    try {
      const { comment, author } = unrecorded.summary;
      const { policy } = unrecorded;
      const revision = { expected: number, policy, comment, author, approvedBy: null, restoredFrom: null };
      const { summary, auditHead } = await writeRevision(parts, { ...revision, warnings: [] });
      return { summary, written: true, auditHead };
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'revision-conflict') || attempt === MOST_ATTEMPTS) {
        throw error;
      }
    }
  }
}
