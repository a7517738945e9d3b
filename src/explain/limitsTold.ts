import type { ExplainedRequest } from '../api/explain';
import { numberText } from '../i18n/language';
import { plural, t } from '../i18n/t';

interface Limits {
  requestsPerMinute?: number | undefined;
  concurrency?: number | undefined;
  maxRangeMilliseconds?: number | undefined;
}

/** The limits of an access in words, somebody's own and those that are shared; empty without limits. */
export function limitsTold({
  limits,
  sharedLimits,
}: {
  limits: Limits;
  sharedLimits: ReadonlyArray<{ scope: 'tenant' | 'mapping'; name: string; limits: Limits }>;
}): string[] {
  return [
    ...oneLine(limits).map((text) => t('explain.limits.own', 'each person: {{text}}', { text })),
    ...sharedLimits.flatMap(({ scope, name, limits: shared }) =>
      oneLine(shared).map((text) =>
        scope === 'tenant'
          ? t('explain.limits.tenant', 'all in tenant {{name}}: {{text}}', { name, text })
          : t('explain.limits.mapping', 'all of mapping {{name}}: {{text}}', { name, text })
      )
    ),
  ];
}

/** What a request is counted under, in words. */
export function countedTold(limits: ExplainedRequest['limits']): string[] {
  return limits.map(({ scope, name, kind, value }) => {
    const text =
      kind === 'maxRange'
        ? range(String(value))
        : kind === 'concurrency'
          ? concurrency(Number(value))
          : perMinute(Number(value));
    switch (scope) {
      case 'subject':
        return t('explain.limits.own', 'each person: {{text}}', { text });
      case 'tenant':
        return t('explain.limits.tenant', 'all in tenant {{name}}: {{text}}', { name, text });
      case 'mapping':
        return t('explain.limits.mapping', 'all of mapping {{name}}: {{text}}', { name, text });
    }
  });
}

function oneLine({ requestsPerMinute, concurrency: most, maxRangeMilliseconds }: Limits): string[] {
  const parts = [
    ...(requestsPerMinute === undefined ? [] : [perMinute(requestsPerMinute)]),
    ...(most === undefined ? [] : [concurrency(most)]),
    ...(maxRangeMilliseconds === undefined ? [] : [range(duration(maxRangeMilliseconds))]),
  ];
  return parts.length === 0 ? [] : [parts.join(', ')];
}

function perMinute(most: number): string {
  return plural('explain.limits.perMinute', most, {
    one: '{{number}} request a minute',
    other: '{{number}} requests a minute',
  });
}

function concurrency(most: number): string {
  return t('explain.limits.concurrency', '{{most}} at once', { most: numberText(most) });
}

function range(longest: string): string {
  return t('explain.limits.range', 'over at most {{longest}}', { longest });
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** As policies have it: `30d`. */
function duration(milliseconds: number): string {
  const [unit, length] = UNITS.find(([, one]) => milliseconds % one === 0) ?? (['ms', 1] as const);
  return `${milliseconds / length}${unit}`;
}
