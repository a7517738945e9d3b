import { type ImpactSubject, type PolicyIndex, type Replay, replay, type RequestToReplay } from '@gatehouse/model';
import type { DeskParts } from './deskParts';

/** How far back, in milliseconds, and the most kinds of requests that are looked at: those that came most often. */
const HOUR = 3_600_000;
const MOST_KINDS = 20_000;

/**
 * Decides the requests of the last hour that were allowed under two policies.
 *
 * @param subjects those who came: of others nothing is known any more
 * @throws StoreUnavailable
 */
export async function replayLastHour(
  { activity, now }: Pick<DeskParts, 'activity' | 'now'>,
  before: PolicyIndex,
  after: PolicyIndex,
  subjects: readonly ImpactSubject[]
): Promise<Replay & { since: string; skipped: number }> {
  const since = now() - HOUR;
  const asked = await activity.requests(since, MOST_KINDS);
  const known = new Map(subjects.map(({ key, subject }) => [key, subject]));
  const requests: RequestToReplay[] = [];
  let skipped = 0;
  for (const { subjectKey, access, tenant, backend, endpoint, count } of asked) {
    const subject = known.get(subjectKey);
    if (subject === undefined) {
      skipped += count;
    } else {
      const request = { access, ...(tenant !== '' && { tenant }), ...(backend !== '' && { backend }) };
      requests.push({ key: subjectKey, subject, request, endpoint, count });
    }
  }
  return { ...replay(before, after, requests, now()), since: new Date(since).toISOString(), skipped };
}
