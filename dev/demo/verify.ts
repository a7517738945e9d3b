import type { Row } from './scene';

/** What is wrong with a row: undefined when what was seen is exactly what had to be. */
export function problemOf({ who, backend, sight, expected }: Row): string | undefined {
  const place = `${who} at ${backend}`;
  if (expected === 'forbidden') {
    if (!sight.refused) {
      return `${place} sees ${sight.series} series and had to be refused`;
    }
    return sight.status === 403 ? undefined : `${place} was refused with ${sight.status} instead of 403: ${sight.text}`;
  }
  if (sight.refused) {
    return `${place} was refused with ${sight.status} (${sight.text}) and had to see ${expected.series} series`;
  }
  const same =
    sight.series === expected.series &&
    sight.sum === expected.sum &&
    sight.teams.join() === [...expected.teams].sort().join();
  return same ? undefined : `${place} sees ${describe(sight)} and had to see ${describe(expected)}`;
}

function describe({ series, sum, teams }: { series: number; sum: number; teams: readonly string[] }): string {
  return `${series} series of ${teams.join(', ')} with the sum ${sum}`;
}
