import { z } from 'zod';

const count = z.number();

/** Of a diff what is told to people; the rest is passed on as it is. */
export const diffSchema = z.looseObject({ changes: z.array(z.looseObject({ words: z.string() })), leftOut: count });

/** Of an impact what is told to people. */
export const impactSchema = z.looseObject({
  subjects: count,
  unchanged: count,
  groups: z.array(z.looseObject({ words: z.string() })),
  leftOut: count,
});

/** Of the last hour's requests, decided again, what is told to people. */
export const replaySchema = z.looseObject({
  requests: count,
  refused: count,
  kinds: z.array(z.looseObject({ words: z.string() })),
  leftOut: count,
});

export function isUnchanged({ changes, leftOut }: z.output<typeof diffSchema>): boolean {
  return changes.length === 0 && leftOut === 0;
}

/** A line for each change. */
export function describeDiff(diff: z.output<typeof diffSchema>): string {
  const lines = diff.changes.map(({ words }) => `  ${words}\n`);
  return lines.join('') + (diff.leftOut > 0 ? `  and ${diff.leftOut} more changes\n` : '');
}

/** A line for each group of subjects, and for what would be refused. */
export function describeImpact(
  impact: z.output<typeof impactSchema>,
  replay: z.output<typeof replaySchema> | null
): string {
  const groups = impact.groups.map(({ words }) => `  ${words}\n`);
  const more = impact.leftOut > 0 ? `  and ${impact.leftOut} more groups\n` : '';
  const unchanged = `  ${impact.unchanged} of ${impact.subjects} known subjects keep what they have\n`;
  const kinds = (replay?.kinds ?? []).map(({ words }) => `  ${words}\n`);
  const moreKinds = (replay?.leftOut ?? 0) > 0 ? `  and ${replay?.leftOut} more kinds of requests\n` : '';
  const replayed =
    replay === null
      ? ''
      : `of the last hour's ${replay.requests} requests ${replay.refused} would be refused\n${kinds.join('')}${moreKinds}`;
  return groups.join('') + more + unchanged + replayed;
}
