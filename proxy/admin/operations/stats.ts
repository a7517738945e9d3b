import { type StatsDocument, statsQuerySchema, statsSchema } from '@gatehouse/model/api';
import { subjectLabel } from '@gatehouse/model';
import { readStats } from '../../activity/stats';
import type { RefusedSubject } from '../../store/activityStore';
import { maskTokens } from '../../telemetry/maskTokens';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { Problem } from '../problem';
import { whileStoreIsThere } from '../whileStoreIsThere';

const HOUR = 3_600_000;

/** As many of those who were refused most are named. */
const MOST_REFUSED = 10;

const UNREAD = 'the counts cannot be read';

/** `/v1/stats`: how many requests there were, for charts. */
export function statsOperations({
  activity,
  activityStore,
  seen,
  now,
}: Pick<AdminParts, 'activity' | 'activityStore' | 'seen' | 'now'>): Operation[] {
  async function nameOf({
    subjectKey: key,
    count,
    lastAt,
  }: RefusedSubject): Promise<StatsDocument['refusedSubjects'][number]> {
    const found = await seen.find(key);
    const subject = found && {
      issuer: found.subject.issuer,
      kind: found.subject.kind,
      id: found.subject.id,
      label: subjectLabel(found.subject),
    };
    return { key, subject: subject ?? null, count, lastAt: new Date(lastAt).toISOString() };
  }

  async function read(since: number, until: number, step: number): Promise<StatsDocument> {
    await activity.flush();
    const stats = await readStats(activityStore, { since, until }, step);
    const refusedMost = await activityStore.refusedMost({ since, until }, MOST_REFUSED);
    return {
      stepSeconds: stats.step / 1000,
      times: stats.times.map((time) => new Date(time).toISOString()),
      allowed: stats.allowed,
      refused: stats.refused,
      tenants: stats.tenants,
      replicas: stats.replicas,
      refusedSubjects: await Promise.all(refusedMost.map(nameOf)),
    };
  }

  return [
    operation({
      id: 'getStats',
      method: 'get',
      path: '/stats',
      role: 'viewer',
      tag: 'Activity',
      summary: 'How many requests there were',
      description: 'Of all processes, as far back as activity is kept; those of other processes some seconds later.',
      query: statsQuerySchema,
      problems: ['store-unavailable'],
      answers: { 200: { description: 'Series for charts', schema: statsSchema } },
      async handle({ query }) {
        const until = Math.min(query.until ?? Infinity, now() + 1);
        const since = Math.max(query.since ?? until - HOUR, activity.bounds.since);
        if (since >= until) {
          const message = 'a moment before until, not in the future, and within the time that activity is kept';
          throw new Problem('query-invalid', `since: ${message}`, {
            problems: [{ code: 'invalid', path: ['since'], message }],
          });
        }
        const body = await whileStoreIsThere(read(since, until, (query.step ?? 0) * 1000), UNREAD);
        return { status: 200, body: Buffer.from(maskTokens(JSON.stringify(body))) };
      },
    }),
  ];
}
